/** ShaderModule: WGSL, compiled, and what the compiler has to say about it. */
#ifndef WASI_WEBGPU_SHADER_HPP
#define WASI_WEBGPU_SHADER_HPP

#include <webgpu/error_scope.hpp>

namespace wasi::webgpu
{

enum class MessageType {
    Error = WGPUCompilationMessageType_Error,
    Warning = WGPUCompilationMessageType_Warning,
    Info = WGPUCompilationMessageType_Info,
};

/** Lines and columns count from 1, 0: not known. Columns, offset and length are in UTF-8 bytes. */
struct CompilationMessage {
    MessageType type = MessageType::Info;
    uint64_t line = 0;
    uint64_t column = 0;
    uint64_t offset = 0;
    uint64_t length = 0;
    std::string text;
};

enum class CompilationInfoStatus {
    Success = WGPUCompilationInfoRequestStatus_Success,
    CallbackCancelled = WGPUCompilationInfoRequestStatus_CallbackCancelled,
};

/**
 * A WGSL program. If it is invalid, the object is false and error() has the first complaint;
 * compilation_info() has all of them.
 */
class ShaderModule : public detail::LabeledObject<WGPUShaderModule, wgpuShaderModuleAddRef,
                                                  wgpuShaderModuleRelease, wgpuShaderModuleSetLabel>
{
  public:
    ShaderModule(const Device &device, std::string_view wgsl, std::string_view label = {})
        : connection_(device.connection())
    {
        WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
        source.code = detail::to_view(wgsl);
        create(device, source.chain, label);
    }

    /** SPIR-V, where the instance was made with InstanceFeature::ShaderSourceSPIRV. */
    ShaderModule(const Device &device, std::span<const uint32_t> spirv, std::string_view label = {})
        : connection_(device.connection())
    {
        WGPUShaderSourceSPIRV source = WGPU_SHADER_SOURCE_SPIRV_INIT;
        source.codeSize = static_cast<uint32_t>(spirv.size());
        source.code = spirv.data();
        create(device, source.chain, label);
    }

    /** Blocks. Warnings and notes too, in the order of the text. */
    std::vector<CompilationMessage> compilation_info() const
    {
        const detail::Answer<Messages> answer;
        const Future future = compilation_info_async(
            CallbackMode::WaitAnyOnly,
            [answer](CompilationInfoStatus, Messages messages) { answer.set(std::move(messages)); });
        return connection_.wait(answer, future).value_or(Messages());
    }

    /** The same without blocking. */
    template <std::invocable<CompilationInfoStatus, std::vector<CompilationMessage>> Callback>
    Future compilation_info_async(CallbackMode mode, Callback callback) const
    {
        if (get() == nullptr) {
            callback(CompilationInfoStatus::Success, Messages());
            return {};
        }
        WGPUCompilationInfoCallbackInfo info = WGPU_COMPILATION_INFO_CALLBACK_INFO_INIT;
        info.mode = static_cast<WGPUCallbackMode>(mode);
        info.callback = [](WGPUCompilationInfoRequestStatus status, const WGPUCompilationInfo *raw,
                           void *userdata, void *) {
            detail::call_once<Callback>(userdata, static_cast<CompilationInfoStatus>(status), from_raw(raw));
        };
        info.userdata1 = detail::own(std::move(callback));
        return {wgpuShaderModuleGetCompilationInfo(get(), info).id};
    }

  private:
    using Messages = std::vector<CompilationMessage>;

    static Messages from_raw(const WGPUCompilationInfo *info)
    {
        Messages messages;
        for (size_t i = 0; info != nullptr && i < info->messageCount; i++) {
            const WGPUCompilationMessage &raw = info->messages[i];
            messages.push_back({static_cast<MessageType>(raw.type), raw.lineNum, raw.linePos, raw.offset,
                                raw.length, detail::to_string(raw.message)});
        }
        return messages;
    }

    void create(const Device &device, WGPUChainedStruct &source, std::string_view label)
    {
        WGPUShaderModuleDescriptor raw = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
        raw.nextInChain = &source;
        raw.label = detail::to_view(label);
        set_error(detail::make_checked(
            device, {}, [&] { set_handle(wgpuDeviceCreateShaderModule(device.get(), &raw)); }));
    }

    detail::Connection connection_;
};

} // namespace wasi::webgpu

#endif
