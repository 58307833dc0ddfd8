import SemperCoding
import SemperModel

/// What the mint remembers of an operation: enough to give the same answer again.
struct OperationRecord: Hashable, Sendable, CanonicalValue {
  /// The digest of the request.
  let request: Digest
  let time: Timestamp
  /// Set when the operation was refused for good.
  let refusal: Refusal?

  init(request: Digest, time: Timestamp, refusal: Refusal? = nil) {
    self.request = request
    self.time = time
    self.refusal = refusal
  }

  var json: JSON {
    .fields(["refusal": refusal?.json, "request": request.json, "time": time.json])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    refusal = try fields.optional("refusal")
    request = try fields.value("request")
    time = try fields.value("time")
    try fields.close()
  }
}
