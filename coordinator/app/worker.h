#pragma once
// One thread for heavy work beside the loop. Work is done in the order in which it was handed in;
// the loop learns of results through a descriptor that it watches.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "common/base/unique_fd.h"
#include "coordinator/core/work.h"

namespace hansa::coordinator {

class Worker {
 public:
  // `run` is called on the worker's thread.
  explicit Worker(std::function<WorkDone(Work)> run);
  ~Worker();  // after the work under way; what waits is dropped
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void Submit(Work work);
  int wake_fd() const { return wake_.get(); }  // readable when there are results
  std::vector<WorkDone> TakeDone();

 private:
  void Run();

  std::function<WorkDone(Work)> run_;
  UniqueFd wake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> waiting_;
  std::vector<WorkDone> done_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace hansa::coordinator
