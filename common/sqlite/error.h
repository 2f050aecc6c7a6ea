#pragma once
// SQLite's last failure on a connection as an Error: its kind, and what a person can do about it.

#include <string>

#include "common/base/result.h"

struct sqlite3;

namespace hansa::sqlite {

// kRefused: a rule of the schema is broken. kBadInput: the file is damaged. kWorkFailed: the rest,
// a full disk among them.
Error ErrorOf(sqlite3* handle, std::string what, std::string why);

}  // namespace hansa::sqlite
