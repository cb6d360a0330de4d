#include "device.hpp"

#include <cstdio>
#include <optional>

#include "gpu.hpp"
#include "predictor_cpu.hpp"
#include "predictor_gpu.hpp"
#include "trainer_cpu.hpp"
#include "trainer_gpu.hpp"

namespace forest
{

namespace
{

/* What no trainer here can do. */
std::optional<Error> check(const TrainOptions &options)
{
    if (options.bins > 0)
        return Error{"--bins: there is no trainer for binned features yet; without it every value counts"};
    return std::nullopt;
}

class CpuDevice : public Device
{
  public:
    const std::string &name() const override { return name_; }
    bool is_gpu() const override { return false; }

    Result<Forest> train(const Dataset &data, const TrainOptions &options) override
    {
        if (auto error = check(options))
            return *error;
        return train_on_cpu(data, options);
    }

    Result<bool> grow(const Dataset &data, const TrainOptions &options) override
    {
        auto forest = train(data, options);
        if (!forest)
            return forest.error();
        grown_ = std::move(*forest);
        return load(grown_);
    }

    Result<std::vector<Vote>> grow_and_predict(const Dataset &data, const TrainOptions &options,
                                               const Samples &samples) override
    {
        if (const auto grown = grow(data, options); !grown)
            return grown.error();
        return predict(samples);
    }

    Result<bool> load(const Forest &forest) override
    {
        forest_ = &forest;
        return true;
    }

    Result<std::vector<Vote>> predict(const Samples &samples) override
    {
        return predict_on_cpu(*forest_, samples);
    }

  private:
#ifdef __wasm__
    const std::string name_ = "CPU, in WebAssembly";
#else
    const std::string name_ = "CPU";
#endif
    Forest grown_;
    const Forest *forest_ = nullptr;
};

class GpuDevice : public Device
{
  public:
    explicit GpuDevice(Gpu gpu) : gpu_(std::move(gpu)), trainer_(gpu_) {}

    const std::string &name() const override { return gpu_.name; }
    bool is_gpu() const override { return true; }

    Result<Forest> train(const Dataset &data, const TrainOptions &options) override
    {
        if (auto error = check(options))
            return *error;
        return trainer_.train(data, options);
    }

    Result<bool> grow(const Dataset &data, const TrainOptions &options) override
    {
        wasi::webgpu::CommandEncoder commands(gpu_.device);
        if (auto error = begin_growing(data, options, commands))
            return *error;
        const auto finished = commands.finish();
        if (!gpu_.queue.submit(finished) || !gpu_.queue.wait())
            return Error{"GPU: " + (finished ? "the device is lost" : finished.error())};
        return true;
    }

    Result<std::vector<Vote>> grow_and_predict(const Dataset &data, const TrainOptions &options,
                                               const Samples &samples) override
    {
        GpuPredictor &predictor = make_predictor(); /* compiles beside the trainer */
        wasi::webgpu::CommandEncoder commands(gpu_.device);
        if (auto error = begin_growing(data, options, commands))
            return *error;
        return predictor.predict(forest_, samples, std::move(commands));
    }

    Result<bool> load(const Forest &forest) override
    {
        auto loaded = make_predictor().load(forest);
        if (!loaded)
            return loaded.error();
        forest_ = std::move(*loaded);
        return true;
    }

    Result<std::vector<Vote>> predict(const Samples &samples) override
    {
        return make_predictor().predict(forest_, samples, wasi::webgpu::CommandEncoder(gpu_.device));
    }

  private:
    /* Into forest_, when `commands` are done; at once where the trees do not fit in one go. */
    std::optional<Error> begin_growing(const Dataset &data, const TrainOptions &options,
                                       wasi::webgpu::CommandEncoder &commands)
    {
        if (auto error = check(options))
            return error;
        if (auto error = trainer_.prepare(data, options))
            return error;
        if (trainer_.trees_at_once() == options.trees) {
            trainer_.record(commands, 0, options.trees);
            forest_ = trainer_.forest();
            return std::nullopt;
        }
        auto forest = trainer_.train(data, options);
        if (!forest)
            return forest.error();
        auto loaded = load(*forest);
        return loaded ? std::nullopt : std::optional(loaded.error());
    }

    GpuPredictor &make_predictor()
    {
        if (!predictor_)
            predictor_.emplace(gpu_);
        return *predictor_;
    }

    Gpu gpu_;
    GpuTrainer trainer_;
    std::optional<GpuPredictor> predictor_;
    GpuForest forest_; /* that is predicted with */
};

} // namespace

std::unique_ptr<Device> open_cpu_device()
{
    return std::make_unique<CpuDevice>();
}

Result<std::unique_ptr<Device>> open_gpu_device()
{
    auto gpu = open_gpu();
    if (!gpu)
        return gpu.error();
    return std::unique_ptr<Device>(std::make_unique<GpuDevice>(std::move(*gpu)));
}

Result<std::unique_ptr<Device>> open_device(Place place)
{
    if (place == Place::Cpu)
        return open_cpu_device();
    auto gpu = open_gpu_device();
    if (gpu || place == Place::Gpu)
        return gpu;
    std::fprintf(stderr, "forest: warning: %s; going on with the CPU\n", gpu.error().text.c_str());
    return open_cpu_device();
}

} // namespace forest
