/* Where a forest is trained and walked: one face for the CPU and the GPU. */
#ifndef FOREST_DEVICE_HPP
#define FOREST_DEVICE_HPP

#include <memory>
#include <string>
#include <vector>

#include "dataset.hpp"
#include "model.hpp"
#include "options.hpp"
#include "result.hpp"
#include "trainer.hpp"

namespace forest
{

/* What is compiled or uploaded at the first use is kept for the next. */
class Device
{
  public:
    virtual ~Device() = default;

    virtual const std::string &name() const = 0;
    virtual bool is_gpu() const = 0;
    virtual Result<Forest> train(const Dataset &data, const TrainOptions &options) = 0;

    /* Trains, and leaves the forest where it has grown; it is predicted with from now on. */
    virtual Result<bool> grow(const Dataset &data, const TrainOptions &options) = 0;
    /* Both, and on a GPU without coming back in between. */
    virtual Result<std::vector<Vote>> grow_and_predict(const Dataset &data, const TrainOptions &options,
                                                       const Samples &samples) = 0;

    /* The forest that is predicted with from now on; it outlives its use here. */
    virtual Result<bool> load(const Forest &forest) = 0;
    virtual Result<std::vector<Vote>> predict(const Samples &samples) = 0;
};

std::unique_ptr<Device> open_cpu_device();
Result<std::unique_ptr<Device>> open_gpu_device();

/* For Place::Auto the GPU, or else the CPU, with a warning on standard error. */
Result<std::unique_ptr<Device>> open_device(Place place);

} // namespace forest

#endif
