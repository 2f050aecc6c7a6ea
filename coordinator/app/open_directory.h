#pragma once
// The authority's directory with its leaves, which are invitations that the operator registered.

#include <string>
#include <vector>

#include "common/identity/directory.h"
#include "coordinator/app/site_directory.h"

namespace hansa::coordinator {

// kBadInput when a site is not registered, kVerification when the directory is not the authority's,
// kRefused when it was signed for other sites. `site_ids` are distinct.
Result<identity::DirectoryHandle> OpenDirectory(const v1::Signed& directory,
                                                const std::vector<std::string>& site_ids,
                                                const SiteDirectory& registered,
                                                const crypto::Ed25519Public& authority);

}  // namespace hansa::coordinator
