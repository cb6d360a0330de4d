/* Where a forest is trained and walked: one face for the CPU and the GPU. */
#ifndef FOREST_DEVICE_HPP
#define FOREST_DEVICE_HPP

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset.hpp"
#include "forest.hpp"
#include "model.hpp"
#include "options.hpp"
#include "result.hpp"
#include "table.hpp"
#include "trainer.hpp"
#include "walkers.hpp"

namespace forest
{

/* What is compiled or uploaded at the first use is kept for the next. */
class Device
{
  public:
    virtual ~Device() = default;

    virtual const std::string &name() const = 0;
    virtual bool is_gpu() const = 0;
    virtual Result<Forest> train(const Dataset &data, const TrainOptions &options,
                                 const Advance &advance = {}) = 0;

    /* Whether so many rows can walk down the trees as they are grown, before these have left the device. */
    virtual bool takes_walkers(const TrainOptions &options, uint32_t rows) const;
    /* That; only where walkers are taken. */
    virtual Result<Forest> train(const Dataset &data, const TrainOptions &options, Walkers &walkers);
    /* How long the last training waited for the GPU, from submits until results could be read; 0: for none.
     */
    virtual double waited_ms() const { return 0; }

    /* The model that is predicted with from now on. */
    virtual std::optional<Error> load(const Model &model) = 0;
    virtual Result<std::vector<Vote>> predict(const Table &table) = 0;
};

std::unique_ptr<Device> open_cpu_device();
Result<std::unique_ptr<Device>> open_gpu_device();

/* For Place::Auto the GPU, or else the CPU, with a warning on standard error. */
Result<std::unique_ptr<Device>> open_device(Place place);

} // namespace forest

#endif
