import SemperCoding
import SemperCryptography

/// What a bank brings to an auditor: key lists of its mint, oldest first, and its certified word on itself.
struct KeyListSubmission: Hashable, CanonicalValue {
  static let most = 64
  static let largest = 2 << 20

  let lists: [SignedStatement]
  let role: SignedStatement

  init(lists: [SignedStatement], role: SignedStatement) {
    self.lists = lists
    self.role = role
  }

  var json: JSON { .fields(["lists": lists.json, "role": role.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    lists = try fields.value("lists")
    role = try fields.value("role")
    try fields.close()
    guard (1...Self.most).contains(lists.count) else {
      throw CodingError(.tooMany, "1 to \(Self.most) key lists are brought at once").inside("lists")
    }
  }
}
