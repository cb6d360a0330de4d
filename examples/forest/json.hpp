/* JSON whose numbers are floats: written with as few digits as bring them back. */
#ifndef FOREST_JSON_HPP
#define FOREST_JSON_HPP

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace forest
{

using Json =
    nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, int64_t, uint64_t, float>;

/* Members are asked for with their type, so that nothing is ever thrown or assumed. */
inline const Json *member(const Json *object, const char *name, Json::value_t type)
{
    if (object == nullptr || !object->is_object())
        return nullptr;
    const auto found = object->find(name);
    return found != object->end() && found->type() == type ? &*found : nullptr;
}

} // namespace forest

#endif
