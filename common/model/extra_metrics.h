#pragma once
// What an evaluation counts beyond its loss and its error or accuracy.

namespace hansa {

struct ExtraMetrics {
  bool confusion = false, f1 = false, auroc = false;  // of classes (class_sums.h)
  bool errors = false;                                // of an autoencoder (error_histogram.h)

  // What they are counted from.
  bool needs_confusion() const { return confusion || f1; }
  bool needs_scores() const { return auroc; }
  bool needs_errors() const { return errors; }
  bool operator==(const ExtraMetrics&) const = default;
};

}  // namespace hansa
