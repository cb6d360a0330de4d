#include "device.hpp"

#include <cstdio>

#include "gpu.hpp"
#include "predictor_cpu.hpp"
#include "predictor_gpu.hpp"
#include "predictor_stream_gpu.hpp"
#include "trainer_binned_cpu.hpp"
#include "trainer_binned_gpu.hpp"
#include "trainer_cpu.hpp"
#include "trainer_gpu.hpp"

namespace forest
{

namespace
{

/* So much is not uploaded as a whole, but sent bit by bit. */
constexpr size_t many_bytes = 1u << 20;

FloatRows rows_of(const Dataset &data)
{
    return {data.rows, data.features(), data.values};
}

FloatRows rows_of(const Table &table, uint32_t features)
{
    return {table.rows, features, table.values};
}

Result<Forest> forest_of(const Result<BinnedForest> &trained, const Dataset &data)
{
    if (!trained)
        return trained.error();
    return to_forest(*trained, data.schema);
}

class CpuDevice final : public Device
{
  public:
    const std::string &name() const override { return name_; }
    bool is_gpu() const override { return false; }

    Result<Forest> train(const Dataset &data, const TrainOptions &options, const Advance &advance) override
    {
        if (options.bins > 0)
            return forest_of(train_binned_on_cpu(rows_of(data), data.numbers, options, advance), data);
        return train_on_cpu(data, options, advance);
    }

    std::optional<Error> load(const Model &model) override
    {
        walk_ = make_walk(model);
        return std::nullopt;
    }

    Result<std::vector<Vote>> predict(const Table &table) override
    {
        return predict_on_cpu(walk_, rows_of(table, walk_.features));
    }

  private:
#ifdef __wasm__
    const std::string name_ = "CPU, in WebAssembly";
#else
    const std::string name_ = "CPU";
#endif
    WalkForest walk_;
};

class GpuDevice final : public Device
{
  public:
    explicit GpuDevice(Gpu gpu) : gpu_(std::move(gpu)), trainer_(gpu_) {}

    const std::string &name() const override { return gpu_.name; }
    bool is_gpu() const override { return true; }

    Result<Forest> train(const Dataset &data, const TrainOptions &options, const Advance &advance) override
    {
        if (options.bins == 0)
            return trainer_.train(data, options, advance);
        if (!binned_trainer_) {
            auto trainer = GpuBinnedTrainer::create(gpu_);
            if (!trainer)
                return trainer.error();
            binned_trainer_ = std::move(*trainer);
        }
        return forest_of(binned_trainer_->train(rows_of(data), data.numbers, options, advance), data);
    }

    bool takes_walkers(const TrainOptions &options, uint32_t rows) const override
    {
        return options.bins == 0 && rows <= most_walkers;
    }

    Result<Forest> train(const Dataset &data, const TrainOptions &options, Walkers &walkers) override
    {
        return trainer_.train(data, options, {}, &walkers);
    }

    double waited_ms() const override { return trainer_.waited_ms(); }

    std::optional<Error> load(const Model &model) override
    {
        walk_ = make_walk(model);
        is_loaded_ = is_stream_loaded_ = false;
        return std::nullopt;
    }

    Result<std::vector<Vote>> predict(const Table &table) override
    {
        const FloatRows rows = rows_of(table, walk_.features);
        const bool is_stream = rows.values.size_bytes() >= many_bytes;
        if (auto error = is_stream ? load_stream() : load_whole())
            return *error;
        return is_stream ? stream_predictor_->predict(rows) : predictor_->predict(table);
    }

  private:
    std::optional<Error> load_whole()
    {
        if (is_loaded_)
            return std::nullopt;
        if (!predictor_)
            predictor_.emplace(gpu_);
        auto error = predictor_->load(walk_);
        is_loaded_ = !error;
        return error;
    }

    std::optional<Error> load_stream()
    {
        if (is_stream_loaded_)
            return std::nullopt;
        if (!stream_predictor_) {
            auto predictor = GpuStreamPredictor::create(gpu_);
            if (!predictor)
                return predictor.error();
            stream_predictor_ = std::move(*predictor);
        }
        auto error = stream_predictor_->load(walk_);
        is_stream_loaded_ = !error;
        return error;
    }

    Gpu gpu_;
    GpuTrainer trainer_;
    std::optional<GpuBinnedTrainer> binned_trainer_;
    WalkForest walk_;
    std::optional<GpuPredictor> predictor_;
    std::optional<GpuStreamPredictor> stream_predictor_;
    bool is_loaded_ = false, is_stream_loaded_ = false; /* with this model */
};

} // namespace

bool Device::takes_walkers(const TrainOptions &, uint32_t) const
{
    return false;
}

Result<Forest> Device::train(const Dataset &, const TrainOptions &, Walkers &)
{
    return Error{name() + " takes no walkers"};
}

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
