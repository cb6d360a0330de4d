/** ShaderModule: WGSL, compiled, and what the compiler has to say about it. */
#ifndef WASI_WEBGPU_SHADER_HPP
#define WASI_WEBGPU_SHADER_HPP

#include <vector>

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

/**
 * A WGSL program. If it is invalid, the object is false and error() has the first complaint;
 * compilation_info() has all of them.
 */
class ShaderModule : public detail::Object<WGPUShaderModule, wgpuShaderModuleAddRef, wgpuShaderModuleRelease>
{
  public:
    ShaderModule(const Device &device, std::string_view wgsl, std::string_view label = {})
        : connection_(device.connection())
    {
        WGPUShaderSourceWGSL source = WGPU_SHADER_SOURCE_WGSL_INIT;
        source.code = detail::to_view(wgsl);
        WGPUShaderModuleDescriptor raw = WGPU_SHADER_MODULE_DESCRIPTOR_INIT;
        raw.nextInChain = &source.chain;
        raw.label = detail::to_view(label);
        set_error(detail::make_checked(
            device, {}, [&] { set_handle(wgpuDeviceCreateShaderModule(device.get(), &raw)); }));
    }

    /** Blocks. Warnings and notes too, in the order of the text. */
    std::vector<CompilationMessage> compilation_info() const
    {
        if (get() == nullptr)
            return {};
        using Messages = std::vector<CompilationMessage>;
        const detail::Answer<Messages> answer;
        WGPUCompilationInfoCallbackInfo callback = WGPU_COMPILATION_INFO_CALLBACK_INFO_INIT;
        callback.mode = WGPUCallbackMode_WaitAnyOnly;
        callback.callback = [](WGPUCompilationInfoRequestStatus, const WGPUCompilationInfo *info,
                               void *userdata, void *) {
            Messages messages;
            for (size_t i = 0; info != nullptr && i < info->messageCount; i++) {
                const WGPUCompilationMessage &raw = info->messages[i];
                messages.push_back({static_cast<MessageType>(raw.type), raw.lineNum, raw.linePos, raw.offset,
                                    raw.length, detail::to_string(raw.message)});
            }
            detail::Answer<Messages>::set(userdata, std::move(messages));
        };
        callback.userdata1 = answer.userdata();
        return connection_.wait(answer, wgpuShaderModuleGetCompilationInfo(get(), callback))
            .value_or(Messages{});
    }

  private:
    detail::Connection connection_;
};

} // namespace wasi::webgpu

#endif
