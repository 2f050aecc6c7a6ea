#pragma once
// Does the work that the machine asks for (client/core/effects.h): data and statistics on a thread
// for files, vectors on one for arithmetic, models through the download, training through the
// trainer. What comes of it goes behind the other inputs of the machine. The loop's; nothing here
// waits.

#include <array>
#include <deque>

#include "client/app/background.h"
#include "client/app/held_data.h"
#include "client/app/model_download.h"
#include "client/app/outbox.h"
#include "client/app/report_book.h"
#include "client/app/trainer_work.h"
#include "client/data/column_counts.h"
#include "client/policy/site_config.h"
#include "client/storage/journal.h"
#include "client/storage/kept_updates.h"

namespace hansa::client {

class SiteWork {
 public:
  // All that is named by reference outlives this object.
  struct Parts {
    const SiteConfig& config;
    Journal& journal;
    ReportBook& reports;
    Outbox& outbox;
    std::deque<Input>& results;
    KeptUpdates updates;
    std::filesystem::path cache;     // of models
    std::filesystem::path outgoing;  // of masked vectors
    std::filesystem::path trainer;   // the program
  };
  explicit SiteWork(Parts parts);

  // An error is one of this machine's; what is wrong with the work is a result.
  Result<> Do(Work work);
  // On the thread for vectors.
  void WipeDropped();
  // Takes what is done. `send` asks the coordinator for more of a model.
  void Advance(const ModelDownload::Send& send);
  // What has just been asked for.
  void AdvanceDownload(const ModelDownload::Send& send);
  std::optional<Instant> NextWake() const;

  ModelDownload& download() { return download_; }
  // Readable when Advance has something to do.
  std::array<int, 3> fds() const { return {background_.fd(), download_.fd(), vectors_.fd()}; }
  int trainer_fd() const { return trainer_.fd(); }  // -1 when there is none
  // False while a data file is being read.
  bool idle() const { return background_.idle(); }

 private:
  void Do(AskColumns& work);
  void Do(AskData& work);
  Result<> Do(AskFacts& work);
  void Do(TrainModel& work);
  void Do(EvaluateModel& work);
  void Do(EncodeTrained& work);
  void Do(CountRows& work);
  void Do(MaskInput& work);
  void DataThere(WorkNumber work, const JobHandle& job, const HeldDataHandle& data);
  void RowsThere(WorkNumber work, const JobHandle& job, const ColumnCounts& counts);
  // Small work at once, other work on the thread for vectors.
  void Compute(bool small, std::function<Input()> work);

  Parts parts_;
  Background background_;
  Background vectors_;  // a thread of its own: reading data may take minutes
  ModelDownload download_;
  TrainerWork trainer_;
  DataShelf data_;
};

}  // namespace hansa::client
