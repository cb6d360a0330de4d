/* String views: the null value, empty strings, explicit lengths, text that goes on behind them, zeros in
 * them. webgpu.h, "Strings". */
#include <string.h>

#include "rule.h"

static const char two_entries[] = "override factor: u32 = 1;\n"
                                  "@compute @workgroup_size(factor) fn first() {}\n"
                                  "@compute @workgroup_size(factor) fn second() {}\n";
static const char one_entry[] = "override factor: u32 = 1;\n"
                                "@compute @workgroup_size(factor) fn first() {}\n";

static void
entry_point(const char *code, WGPUStringView name, bool is_valid, const char *what)
{
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(&gpu, code);
    descriptor.compute.entryPoint = name;
    begin();
    wgpuComputePipelineRelease(wgpuDeviceCreateComputePipeline(gpu.device, &descriptor));
    judge(is_valid, what);
    wgpuShaderModuleRelease(descriptor.compute.module);
}

/* "Nullable Input String". */
static void
test_nullable(void)
{
    entry_point(one_entry, (WGPUStringView){NULL, WGPU_STRLEN}, true,
                "entryPoint: the null value is the only one");
    entry_point(two_entries, (WGPUStringView){NULL, WGPU_STRLEN}, false, "entryPoint: not if there are two");
    entry_point(one_entry, (WGPUStringView){NULL, 0}, false,
                "entryPoint: the empty string is no function, NULL");
    entry_point(one_entry, (WGPUStringView){"first", 0}, false,
                "entryPoint: the empty string is no function");
    entry_point(one_entry, text(""), false, "entryPoint: nor is it with a zero at its end");
    entry_point(one_entry, text("first"), true, "entryPoint: up to a zero");
    entry_point(one_entry, (WGPUStringView){"firstly", 5}, true, "entryPoint: of an explicit length");
    entry_point(one_entry, (WGPUStringView){"firstly", 7}, false, "entryPoint: of another");
    entry_point(one_entry, (WGPUStringView){"first\0ly", 8}, false, "entryPoint: a zero is no end then");
}

static void
key(WGPUStringView name, bool is_valid, const char *what)
{
    const WGPUConstantEntry constant = {.key = name, .value = 2};
    WGPUComputePipelineDescriptor descriptor = WGPU_COMPUTE_PIPELINE_DESCRIPTOR_INIT;
    descriptor.compute.module = gpu_shader(&gpu, one_entry);
    descriptor.compute.constantCount = 1;
    descriptor.compute.constants = &constant;
    begin();
    wgpuComputePipelineRelease(wgpuDeviceCreateComputePipeline(gpu.device, &descriptor));
    judge(is_valid, what);
    wgpuShaderModuleRelease(descriptor.compute.module);
}

/* "Non-Null Input String": the null value is the empty string. */
static void
test_non_null(void)
{
    key(text("factor"), true, "key: up to a zero");
    key((WGPUStringView){"factory", 6}, true, "key: of an explicit length");
    key((WGPUStringView){"factory", 7}, false, "key: of another");
    key((WGPUStringView){NULL, WGPU_STRLEN}, false, "key: the null value names nothing");
    key((WGPUStringView){NULL, 0}, false, "key: nor does the empty string");
}

static void
label(WGPUStringView label, const char *what)
{
    WGPUBufferDescriptor descriptor = WGPU_BUFFER_DESCRIPTOR_INIT;
    descriptor.label = label;
    descriptor.size = 16;
    descriptor.usage = WGPUBufferUsage_CopyDst;
    begin();
    WGPUBuffer buffer = wgpuDeviceCreateBuffer(gpu.device, &descriptor);
    wgpuBufferSetLabel(buffer, label);
    WGPUCommandEncoder encoder = wgpuDeviceCreateCommandEncoder(gpu.device, NULL);
    wgpuCommandEncoderPushDebugGroup(encoder, label);
    wgpuCommandEncoderInsertDebugMarker(encoder, label);
    wgpuCommandEncoderPopDebugGroup(encoder);
    wgpuCommandBufferRelease(wgpuCommandEncoderFinish(encoder, NULL));
    wgpuCommandEncoderRelease(encoder);
    valid(what);
    wgpuBufferRelease(buffer);
}

static void
test_labels(void)
{
    label((WGPUStringView){NULL, WGPU_STRLEN}, "label: the null value");
    label((WGPUStringView){NULL, 0}, "label: the empty string of NULL");
    label(text(""), "label: the empty string");
    label((WGPUStringView){"a longer text", 8}, "label: a part of a text");
    label(text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"), "label: of two, three and four bytes a character");
}

static void
test_code(void)
{
    WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
    WGPUShaderModuleDescriptor descriptor = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
    descriptor.nextInChain = &source.chain;
    source.code = (WGPUStringView){"const a = 1; nonsense", 12};
    begin();
    wgpuShaderModuleRelease(wgpuDeviceCreateShaderModule(gpu.device, &descriptor));
    valid("code: of an explicit length");
    source.code.length = 21;
    begin();
    wgpuShaderModuleRelease(wgpuDeviceCreateShaderModule(gpu.device, &descriptor));
    invalid("code: of another");
    source.code = (WGPUStringView){NULL, WGPU_STRLEN};
    begin();
    wgpuShaderModuleRelease(wgpuDeviceCreateShaderModule(gpu.device, &descriptor));
    valid("code: the null value is an empty module");
}

/* "Output String": of an explicit length. */
static void
test_output(void)
{
    WGPUAdapterInfo info = WGPU_ADAPTER_INFO_INIT;
    check(wgpuAdapterGetInfo(gpu.adapter, &info) == WGPUStatus_Success, "information on the adapter");
    rule(info.vendor.length != WGPU_STRLEN && info.architecture.length != WGPU_STRLEN &&
             info.device.length != WGPU_STRLEN && info.description.length != WGPU_STRLEN,
         "GetInfo: strings have explicit lengths");
    rule(info.device.length == 0 || memchr(info.device.data, 0, info.device.length) == NULL,
         "GetInfo: and no zeros in them");
    wgpuAdapterInfoFreeMembers(info);
    const WGPUAdapterInfo no_info = WGPU_ADAPTER_INFO_INIT;
    const WGPUSupportedFeatures no_features = WGPU_SUPPORTED_FEATURES_INIT;
    wgpuAdapterInfoFreeMembers(no_info);
    wgpuSupportedFeaturesFreeMembers(no_features);
}

int
main(int argc, char **argv)
{
    if (!rules_open(argc, argv, 0))
        return check_finish();
    test_nullable();
    test_non_null();
    test_labels();
    test_code();
    test_output();
    return rules_close();
}
