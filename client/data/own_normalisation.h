#pragma once
// A job that leaves its normalisation to the sites, as one site alone would have it: from its own
// training rows. Never sent.

#include "client/policy/site_config.h"
#include "common/base/result.h"
#include "common/job/job_spec.h"

namespace hansa::client {

// `job` itself when it leaves nothing open. Reads the site's files once; kBadInput as CountColumns,
// or when a column has no value.
Result<JobSpec> NormalisedAlone(const JobSpec& job, const SiteConfig& site);

}  // namespace hansa::client
