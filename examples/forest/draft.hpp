/* A file that is removed again, unless it has got another name: at the end of its scope, and natively also by
 * a signal that ends the program. A guest is ended by its host, and cannot tidy up: its draft stays, until
 * the next one is written over it. */
#ifndef FOREST_DRAFT_HPP
#define FOREST_DRAFT_HPP

#include <string>

namespace forest
{

/* One at a time. */
class Draft
{
  public:
    explicit Draft(std::string path);
    Draft(const Draft &) = delete;
    Draft &operator=(const Draft &) = delete;
    ~Draft();

    const std::string &path() const { return path_; }

  private:
    std::string path_;
};

} // namespace forest

#endif
