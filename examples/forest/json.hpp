/* JSON, in one line. A model's numbers are floats, written with as few digits as bring them back; what is
 * printed has doubles. */
#ifndef FOREST_JSON_HPP
#define FOREST_JSON_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace forest
{

using Json =
    nlohmann::basic_json<nlohmann::ordered_map, std::vector, std::string, bool, int64_t, uint64_t, float>;

using DoubleJson = nlohmann::ordered_json;

/* What is not UTF-8 is replaced. */
template <typename AnyJson = Json> std::string dump(const AnyJson &json)
{
    return json.dump(-1, ' ', false, AnyJson::error_handler_t::replace);
}

/* Members are asked for with their type, so that nothing is ever thrown or assumed. */
inline const Json *member(const Json *object, const char *name, Json::value_t type)
{
    if (object == nullptr || !object->is_object())
        return nullptr;
    const auto found = object->find(name);
    return found != object->end() && found->type() == type ? &*found : nullptr;
}

/* A number of a JSON array, as an integer of 32 bits. */
inline std::optional<int32_t> integer(const Json &json)
{
    if (!json.is_number_integer())
        return std::nullopt;
    if (json.is_number_unsigned() && json.get<uint64_t>() > INT32_MAX)
        return std::nullopt;
    const int64_t value = json.get<int64_t>();
    if (value < INT32_MIN)
        return std::nullopt;
    return static_cast<int32_t>(value);
}

} // namespace forest

#endif
