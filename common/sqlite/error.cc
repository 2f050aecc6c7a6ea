#include "common/sqlite/error.h"

#include <sqlite3.h>

#include <utility>

#include "common/base/text.h"

namespace hansa::sqlite {

namespace {

std::string File(sqlite3* handle) {
  const char* file = sqlite3_db_filename(handle, "main");
  return file == nullptr || *file == '\0' ? "the database" : file;
}

}  // namespace

Error ErrorOf(sqlite3* handle, std::string what, std::string why) {
  Error error = WorkFailed(std::move(what), std::move(why));
  switch (sqlite3_extended_errcode(handle) & 0xff) {
    case SQLITE_CONSTRAINT:
      error.kind = ErrorKind::kRefused;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      error.kind = ErrorKind::kBadInput;
      error.next = "Restore the file from a backup";
      break;
    case SQLITE_FULL:
      error.next = StrCat("Free space on the disk of ", File(handle),
                          ", then try again; what was written before is safe");
      break;
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      error.next = StrCat("Check the disk of ", File(handle),
                          ", and that this user may write the file and its folder");
      break;
    default:
      break;
  }
  return error;
}

}  // namespace hansa::sqlite
