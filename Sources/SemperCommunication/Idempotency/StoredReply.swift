import SemperCoding
import SemperModel

/// An answer as the ledger keeps it, with the digest of the request it answers.
struct StoredReply: CanonicalValue {
  let request: Digest
  let status: Int
  let contentType: String
  let headers: [String: String]
  let body: ByteString
  let at: Timestamp

  var reply: Reply {
    Reply(status: status, contentType: contentType, body: .bytes(body.bytes), headers: headers)
  }

  init(_ reply: Reply, _ body: [UInt8], to request: Digest, at now: Timestamp) {
    self.request = request
    status = reply.status
    contentType = reply.contentType
    headers = reply.headers
    self.body = ByteString(body)
    at = now
  }

  var json: JSON {
    .fields([
      "at": at.json, "body": body.json, "headers": .array(headers.sorted { $0.key < $1.key }.map { [$0, $1].json }),
      "request": request.json, "status": status.json, "type": contentType.json,
    ])
  }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    at = try fields.value("at")
    body = try fields.value("body")
    let pairs: [[String]] = try fields.value("headers")
    request = try fields.value("request")
    status = try fields.value("status")
    contentType = try fields.value("type")
    try fields.close()
    var headers: [String: String] = [:]
    for pair in pairs {
      guard pair.count == 2, headers.updateValue(pair[1], forKey: pair[0]) == nil else {
        throw CodingError(.wrongForm, "a header is a name and a value, and stands once")
      }
    }
    self.headers = headers
  }
}
