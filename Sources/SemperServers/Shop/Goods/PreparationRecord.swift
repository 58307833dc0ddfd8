import SemperCoding
import SemperModel
import SemperStatements

/// What is remembered of prepared content, so that a restart need not read all files again.
struct PreparationRecord: Hashable, CanonicalValue {
  /// Names, lengths and times of the files when they were read.
  let fingerprint: Digest
  let description: ContentDescription

  init(fingerprint: Digest, description: ContentDescription) {
    self.fingerprint = fingerprint
    self.description = description
  }

  var json: JSON { .fields(["content": description.json, "fingerprint": fingerprint.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    description = try fields.value("content")
    fingerprint = try fields.value("fingerprint")
    try fields.close()
  }
}
