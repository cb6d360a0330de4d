/* The smallest of test runners: TEST(name) { CHECK(...); } in any number, and RUN_TESTS() in main.
 *
 * A failed check says where and goes on. (cmocka leaves a failed test by longjmp, past C++'s destructors.) */
#ifndef HPP_CHECK_HPP
#define HPP_CHECK_HPP

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace check
{

struct Test {
    const char *name;
    void (*run)();
};

inline std::vector<Test> tests;
inline int failures = 0;

struct Register {
    Register(const char *name, void (*run)()) { tests.push_back({name, run}); }
};

inline void is_true(bool condition, const char *text, const char *file, int line)
{
    if (condition)
        return;
    std::fprintf(stderr, "%s:%d: not so: %s\n", file, line, text);
    failures++;
}

inline void has_text(std::string_view text, std::string_view part, const char *file, int line)
{
    if (text.find(part) != std::string_view::npos)
        return;
    std::fprintf(stderr, "%s:%d: '%s' has no '%s'\n", file, line, std::string(text).c_str(),
                 std::string(part).c_str());
    failures++;
}

inline int run_all()
{
    for (const Test &test : tests) {
        const int before = failures;
        test.run();
        std::printf("%s %s\n", failures == before ? "ok    " : "FAILED", test.name);
    }
    std::printf("%zu tests, %d failed checks\n", tests.size(), failures);
    return failures == 0 && !tests.empty() ? 0 : 1;
}

} // namespace check

#define TEST(name) \
    static void test_##name(); \
    static const check::Register register_##name(#name, test_##name); \
    static void test_##name()
#define CHECK(condition) check::is_true(static_cast<bool>(condition), #condition, __FILE__, __LINE__)
#define CHECK_HAS(text, part) check::has_text((text), (part), __FILE__, __LINE__)
#define RUN_TESTS() check::run_all()

#endif
