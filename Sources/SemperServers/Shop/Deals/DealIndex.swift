import SemperArchive
import SemperCoding
import SemperCommerce
import SemperEngine
import SemperModel

/// Which deals of a shop are not over: those that run, which a start takes up at once, and those that rest, which wait on disk until
/// their buyer, their owner or their time wakes them. So a start reads what runs and the next that is due, however many deals there are.
///
/// A deal is in one of the two, or over; each change is one transaction.
struct DealIndex: Sendable {
  /// Deal → nothing.
  private static let running = RecordTable("shop_running_deals")
  /// Deal → until when it rests, and where its order came from, if its buyer has not bound itself.
  private static let resting = RecordTable("shop_resting_deals")
  /// Until when, and the deal → nothing.
  private static let due = RecordTable("shop_due_deals")
  /// Deal → the `OpenStep` that it asks its owner while it rests.
  private static let asking = RecordTable("shop_asking_deals")
  /// Deal → nothing.
  private static let finished = RecordTable("shop_finished_deals")
  private static let state = RecordTable("shop_deal_index")
  private static let isWhole = Array("whole".utf8)
  private static let page = 256
  private static let timeLength = 8

  let records: any Records

  /// Lets a deal run: with its first entry, and when it is woken.
  static func run(_ id: ID<Deal>, _ transaction: any RecordTransaction) throws {
    try transaction.set([], for: id.bytes, in: running)
    guard let until = try transaction.value(id.bytes, in: resting)?.prefix(timeLength) else { return }
    try transaction.remove(id.bytes, in: resting)
    try transaction.remove(until + id.bytes, in: due)
    try transaction.remove(id.bytes, in: asking)
  }

  func run(_ id: ID<Deal>) async throws {
    try await records.transact { try Self.run(id, $0) }
  }

  /// - Parameters:
  ///   - source: where its order came from, if its buyer has not bound itself.
  ///   - step: what it asks its owner.
  func rest(_ id: ID<Deal>, until: Timestamp, from source: String?, asking step: OpenStep?) async throws {
    let (time, bytes) = (Self.bytes(until), step?.canonicalBytes)
    try await records.transact { transaction in
      try Self.run(id, transaction)
      try transaction.remove(id.bytes, in: Self.running)
      try transaction.set(time + Array((source ?? "").utf8), for: id.bytes, in: Self.resting)
      try transaction.set([], for: time + id.bytes, in: Self.due)
      if let bytes { try transaction.set(bytes, for: id.bytes, in: Self.asking) }
    }
  }

  func finish(_ id: ID<Deal>, sold: SoldDeal?) async throws {
    try await records.transact { transaction in
      try transaction.set([1], for: id.bytes, in: Self.finished)
      try transaction.remove(id.bytes, in: Self.running)
      if let sold { try transaction.set(sold.canonicalBytes, for: id.bytes, in: SoldDeal.table) }
    }
  }

  func isResting(_ id: ID<Deal>) async throws -> Bool {
    try await records.read { try $0.value(id.bytes, in: Self.resting) } != nil
  }

  /// Where the order of a resting deal came from, if its buyer has not bound itself.
  func source(of id: ID<Deal>) async throws -> String? {
    let stored = try await records.read { try $0.value(id.bytes, in: Self.resting) }
    guard let source = stored?.dropFirst(Self.timeLength), !source.isEmpty else { return nil }
    return String(decoding: source, as: UTF8.self)
  }

  /// The deal that has to be woken first, and when; `nil` while none rests.
  func next() async throws -> (deal: ID<Deal>, due: Timestamp)? {
    guard let key = try await records.read({ try $0.list(Self.due, prefix: [], after: nil, limit: 1) }).first?.key
    else { return nil }
    return (try ID(bytes: Array(key.dropFirst(Self.timeLength))), Self.time(key.prefix(Self.timeLength)))
  }

  /// What resting deals ask their owner, at most so many.
  func steps(most: Int) async throws -> [OpenStep] {
    try await records.read { try $0.list(Self.asking, prefix: [], after: nil, limit: most).map(\.value) }
      .map { try OpenStep(canonicalBytes: $0) }
  }

  /// The deals that run. A home from before this index is read through once.
  func all(in journal: any Journal, machine: String) async throws -> [ID<Deal>] {
    if try await records.read({ try $0.value(Self.isWhole, in: Self.state) }) == nil {
      try await listAll(in: journal, machine)
    }
    var (found, last) = ([ID<Deal>](), [UInt8]?.none)
    while true {
      let place = last
      let keys = try await records.read {
        try $0.list(Self.running, prefix: [], after: place, limit: Self.page).map(\.key)
      }
      found += try keys.map { try ID(bytes: $0) }
      guard keys.count == Self.page else { return found }
      last = keys.last
    }
  }

  private func listAll(in journal: any Journal, _ machine: String) async throws {
    for conversation in try await journal.conversations(of: machine) {
      let id = try ID<Deal>(text: conversation.id)
      try await records.transact { transaction in
        guard try transaction.value(id.bytes, in: Self.finished) == nil else { return }
        try transaction.set([], for: id.bytes, in: Self.running)
      }
    }
    try await records.transact { try $0.set([1], for: Self.isWhole, in: Self.state) }
  }

  /// Ordered as the times are, none of which is before 1970.
  private static func bytes(_ time: Timestamp) -> [UInt8] {
    withUnsafeBytes(of: UInt64(clamping: time.seconds).bigEndian, Array.init)
  }

  private static func time(_ bytes: ArraySlice<UInt8>) -> Timestamp {
    Timestamp(seconds: Int64(bytes.reduce(0) { $0 << 8 | UInt64($1) }))
  }
}
