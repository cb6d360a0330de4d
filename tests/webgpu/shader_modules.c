/* WebGPU, "Shader Module Creation", "Shader Module Compilation Information": what is good WGSL and what is
 * not, and what is said of it. */
#include <stdio.h>
#include <string.h>

#include "rule.h"

static void
create(const char *code, bool is_valid, const char *what)
{
    begin();
    WGPUShaderModule module = gpu_shader(&gpu, code);
    judge(is_valid, what);
    wgpuShaderModuleRelease(module);
}

static void
test_creation(void)
{
    create("", true, "createShaderModule: no code at all");
    create("@compute @workgroup_size(1) fn a() {}\n@vertex fn b() -> @builtin(position) vec4f { return "
           "vec4f(); }\n"
           "@fragment fn c() -> @location(0) vec4f { return vec4f(); }",
           true, "createShaderModule: an entry point of each stage");
    create("override a: f32 = 1.0; @id(7) override b: u32; @compute @workgroup_size(b) fn main() { _ = a; }",
           true, "createShaderModule: overrides");
    create("// \xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\nconst \xce\xb4 = 1;", true, "createShaderModule: UTF-8");
    create("alias v = vec3<f32>;\nconst_assert 2 < 3;\nfn f(a: v) -> v { return a.zyx; }", true,
           "createShaderModule: aliases, assertions, functions");
    create("fn f( {}", false, "createShaderModule: a syntax error");
    create("fn f() { let x: u32 = 1.5; }", false, "createShaderModule: a type error");
    create("fn f() { missing(); }", false, "createShaderModule: an identifier that is not declared");
    create("fn f() { f(); }", false, "createShaderModule: recursion");
    create("fn f() {}\nfn f() {}", false, "createShaderModule: a name that is declared twice");
    create("const_assert 3 < 2;", false, "createShaderModule: an assertion that fails");
    create("@compute fn main() {}", false,
           "createShaderModule: a compute entry point without a workgroup size");
    create("@vertex fn main() {}", false, "createShaderModule: a vertex entry point without a position");
    create("var<storage> a: u32;", false, "createShaderModule: a resource without group and binding");
    create("const a = 1u / 0u;", false, "createShaderModule: a constant that cannot be evaluated");
    create("fn f() -> u32 { loop {} }\nfn g() { return 1; }", false,
           "createShaderModule: a return of a wrong type");
    create("enable f16; fn f() { let a = 1.0h; }", false,
           "createShaderModule: an extension that is not enabled");
    create("enable no_such_extension;", false, "createShaderModule: an extension that there is not");
    create("requires no_such_feature;", false, "createShaderModule: a language feature that there is not");
    create("@id(1) override a: u32 = 1;\n@id(1) override b: u32 = 1;", false,
           "createShaderModule: two overrides of one id");
}

struct told {
    size_t counts[4]; /* by type */
    WGPUCompilationMessage last;
    char text[200];
};

static void
take_info(WGPUCompilationInfoRequestStatus status, const WGPUCompilationInfo *info, void *result,
          void *unused)
{
    struct told *told = result;
    (void)unused;
    if (!check(status == WGPUCompilationInfoRequestStatus_Success && info != NULL,
               "there is compilation information"))
        return;
    for (size_t i = 0; i < info->messageCount; i++) {
        told->last = info->messages[i];
        if ((size_t)told->last.type < COUNT(told->counts))
            told->counts[told->last.type]++;
        snprintf(told->text, sizeof told->text, "%.*s", (int)told->last.message.length,
                 told->last.message.data);
    }
}

static struct told
compile(const char *code)
{
    struct told told = {0};
    wgpuDevicePushErrorScope(gpu.device, WGPUErrorFilter_Validation);
    WGPUShaderModule module = gpu_shader(&gpu, code);
    gpu_pop_error(&gpu, NULL, 0);
    WGPUCompilationInfoCallbackInfo info = WGPU_COMPILATION_INFO_CALLBACK_INFO_INIT;
    info.mode = WGPUCallbackMode_WaitAnyOnly;
    info.callback = take_info;
    info.userdata1 = &told;
    gpu_wait(&gpu, wgpuShaderModuleGetCompilationInfo(module, info));
    wgpuShaderModuleRelease(module);
    return told;
}

static void
test_messages(void)
{
    struct told told = compile("@compute @workgroup_size(1) fn main() {}");
    rule(told.counts[WGPUCompilationMessageType_Error] == 0, "getCompilationInfo: no error of good code");

    /* In the second line, behind a character of two bytes in UTF-8 and one UTF-16 code unit. */
    told = compile("fn f() {\n/*\xc3\xa4*/ let x: u32 = 1.5;\n}\n");
    rule(told.counts[WGPUCompilationMessageType_Error] >= 1 && told.text[0] != '\0',
         "getCompilationInfo: an error, with a text");
    rule(told.last.lineNum == 2, "getCompilationInfo: lineNum counts from 1");
    rule(told.last.linePos >= 7 && told.last.linePos <= 24,
         "getCompilationInfo: linePos lies in what is wrong");
    rule(told.last.offset >= 9 + 6 && told.last.offset < 9 + 24,
         "getCompilationInfo: offset counts from the code's start");

    told = compile("fn f() {\n /* */ _ = missing;\n}\n");
    rule(told.last.linePos == 12 && told.last.offset == 20, "getCompilationInfo: where it begins");
    rule(told.last.length == 7, "getCompilationInfo: length is that of what is wrong");
    rule(strchr(told.text, '\n') == NULL, "getCompilationInfo: the text is a message, not a report");

    told = compile("fn f() -> u32 {\n    return 1;\n    return 2;\n}\n");
    rule(told.counts[WGPUCompilationMessageType_Error] == 0,
         "getCompilationInfo: code that is not reached is no error");
}

int
main(int argc, char **argv)
{
    if (rules_open(argc, argv, 0)) {
        test_creation();
        test_messages();
    }
    return rules_close();
}
