import SemperCoding
import SemperModel

/// Messages of SET that a side and its purse hand each other, or the two sides, with the time at which ours were judged.
struct SETPaper: Hashable, Sendable, CanonicalValue {
  private static let most = 5

  let messages: [[UInt8]]
  let time: Timestamp?

  init(_ messages: [[UInt8]], at time: Timestamp? = nil) {
    self.messages = messages
    self.time = time
  }

  /// From the other side or a purse. Refuses (`malformed`) what does not hold so many messages.
  init(_ bytes: [UInt8], of count: Int) throws(Refusal) {
    do {
      try self.init(canonicalBytes: bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the messages of SET cannot be read: \(error)")
    }
    guard messages.count == count else {
      throw Refusal(.malformed, blame: .peer, "\(count) messages of SET are expected here")
    }
  }

  var json: JSON { .fields(["messages": messages.map { ByteString($0) }.json, "time": time?.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    let all: [ByteString] = try fields.value("messages")
    messages = all.map(\.bytes)
    time = try fields.optional("time")
    try fields.close()
    guard messages.count <= Self.most, messages.allSatisfy({ $0.count <= MessageWrapper.largest }) else {
      throw CodingError(.tooLarge, "a paper holds at most \(Self.most) messages")
    }
  }
}
