#pragma once
// One worker thread for work that would hold up the loop (reading data files). The thread starts
// with the first piece of work. Everything here is called on the loop's thread.

#include <functional>
#include <memory>

namespace hansa::client {

class Background {
 public:
  // Runs on the worker; what it returns runs on the loop's thread, from Finish().
  using Task = std::function<std::function<void()>()>;

  Background();
  // Does not wait: work under way goes on until the process ends, and its result is dropped.
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  int fd() const;  // readable when something is done
  void Post(Task task);
  void Finish();
  bool idle() const;

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace hansa::client
