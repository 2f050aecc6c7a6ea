#pragma once
// Who was asked, who answered, and how many answers a window needs.

#include <cstddef>
#include <set>
#include <string>

namespace hansa::coordinator {

class WaitingList {
 public:
  WaitingList() = default;
  explicit WaitingList(size_t needed) : needed_(needed) {}

  void Ask(const std::string& site_id) {
    pending_.insert(site_id);
    ++asked_;
  }
  void Answered(const std::string& site_id) { answered_ += pending_.erase(site_id); }
  void Forget(const std::string& site_id) { pending_.erase(site_id); }
  // An answer that no longer counts.
  void Retract() { --answered_; }

  bool Settled() const { return pending_.empty() || !MaySuffice(); }
  bool MaySuffice() const { return answered_ + pending_.size() >= needed_; }
  bool Enough() const { return answered_ >= needed_; }
  size_t asked() const { return asked_; }
  size_t answered() const { return answered_; }
  size_t needed() const { return needed_; }
  const std::set<std::string>& pending() const { return pending_; }

 private:
  size_t needed_ = 0;
  size_t asked_ = 0;
  size_t answered_ = 0;
  std::set<std::string> pending_;
};

}  // namespace hansa::coordinator
