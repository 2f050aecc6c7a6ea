#pragma once
// Every job this coordinator has had, and the run folders of those that run. The loop's; not
// thread-safe.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "coordinator/app/run_folder.h"
#include "coordinator/core/effects.h"
#include "hansa/v1/records.pb.h"

namespace hansa::coordinator {

class JobBook {
 public:
  struct Entry {
    v1::JobRecord record;
    std::string name;     // of the model
    uint32_t rounds = 0;  // asked for
    uint32_t priority = 0;
    Bytes digest;                    // of the job file
    std::vector<Verdict> verdicts;   // at its end; a running job's are asked of its machine
    std::unique_ptr<RunFolder> run;  // null: not opened in this process
  };

  // Reads back what was stored. Job files that no longer parse keep their record.
  JobBook(std::filesystem::path runs, const std::vector<v1::JobRecord>& records);

  // A job is added before its machine's first step. kBadInput when its folder cannot be made.
  Result<> Add(const v1::JobRecord& record);
  void Update(const v1::JobRecord& record);

  const Entry* Find(const std::string& job_id) const;  // null: unknown
  Entry* Find(const std::string& job_id);
  // In order of submission.
  std::vector<const Entry*> All() const;
  // Opens the folder of a job of an earlier process when it is first read.
  Result<RunFolder*> Run(const std::string& job_id);
  // Closes the folder of a job that is over; it is opened again when it is read.
  void CloseRun(const std::string& job_id);

 private:
  std::filesystem::path runs_;
  std::map<std::string, Entry> entries_;
};

// "wind-power-20260301-120000-1f2e"
std::string MakeJobId(const std::string& name, UnixMillis now, RandomSource& random);

}  // namespace hansa::coordinator
