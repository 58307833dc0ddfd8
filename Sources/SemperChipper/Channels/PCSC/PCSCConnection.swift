/// Our context and handle at the smart-card service. For one thread.
struct PCSCConnection {
  private static let scopeSystem: UInt = 2
  private static let shared: UInt = 2
  private static let anyProtocol: UInt = 1 | 2
  private static let leaveCard: UInt = 0
  private static let longestList = 1 << 16

  private let library: PCSCLibrary
  let reader: String
  private var context: Int?
  private var handle: Int?
  private var activeProtocol: UInt = 0

  init(_ library: PCSCLibrary, reader: String) {
    self.library = library
    self.reader = reader
  }

  /// The names of the readers that there are now.
  mutating func readers() throws(CardFailure) -> [String] {
    let context = try established()
    var length: UInt = 0
    let first = library.listReaders(context, nil, nil, &length)
    if UInt32(truncatingIfNeeded: first) == 0x8010_002E { return [] }
    try check(first)
    guard length <= Self.longestList else { throw CardFailure(.malformed, "the list of readers is too long") }
    var names = [CChar](repeating: 0, count: Int(length) + 2)
    try check(library.listReaders(context, nil, &names, &length))
    return names.map { UInt8(bitPattern: $0) }.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Begins to hold the card, which nobody else can then speak with. A card that was reset or changed meanwhile is taken
  /// up again: nothing has been asked of it yet.
  mutating func begin() throws(CardFailure) {
    for attempt in 0..<3 {
      let handle = try connected()
      let result = UInt32(truncatingIfNeeded: library.begin(handle))
      if result == 0 { return }
      guard attempt < 2, result == PCSCStatus.reset || result == PCSCStatus.removed else {
        disconnect()
        return try check(Int(result))
      }
      if result == PCSCStatus.removed {
        disconnect()
      } else if library.reconnect(handle, Self.shared, Self.anyProtocol, Self.leaveCard, &activeProtocol) != 0 {
        disconnect()
      }
    }
  }

  mutating func end() {
    guard let handle else { return }
    if library.end(handle, Self.leaveCard) != 0 { disconnect() }
  }

  /// After a failure nothing is kept of the connection, so that the next command begins with a card that is there.
  mutating func transmit(_ command: [UInt8]) throws(CardFailure) -> [UInt8] {
    let handle = try connected()
    var answer = [UInt8](repeating: 0, count: ResponseAPDU.largest)
    var length = UInt(answer.count)
    // SCARD_IO_REQUEST: the protocol and the size of this structure.
    var request: (UInt, UInt) = (activeProtocol, UInt(2 * MemoryLayout<UInt>.size))
    let result = library.transmit(handle, &request, command, UInt(command.count), nil, &answer, &length)
    guard result == 0 else {
      disconnect()
      try check(result)
      return []
    }
    guard length <= UInt(answer.count) else { throw CardFailure(.malformed, "the card's answer is too long") }
    return Array(answer.prefix(Int(length)))
  }

  /// Returns when there is a card in the reader, or none, or when the time is over, which it says.
  mutating func wait(forCard present: Bool, milliseconds: UInt) throws(CardFailure) -> Bool {
    let context = try established()
    let deadline = ContinuousClock.now.advanced(by: .milliseconds(Int64(milliseconds)))
    var state = PCSCReaderState()
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { return false }
      let patience = UInt(left.components.seconds) * 1000 + UInt(left.components.attoseconds / 1_000_000_000_000_000)
      let result = state.await(library, context, reader: reader, milliseconds: max(1, patience))
      if UInt32(truncatingIfNeeded: result) == PCSCStatus.timedOut { return false }
      try check(result)
      guard !state.isUnknown else { throw CardFailure(.noReader, "there is no reader “\(reader)”; plug it in") }
      if state.isPresent == present { return true }
    }
  }

  /// Gives everything back.
  mutating func close() {
    disconnect()
    if let context { _ = library.release(context) }
    context = nil
  }

  private mutating func connected() throws(CardFailure) -> Int {
    if let handle { return handle }
    let context = try established()
    var handle = 0
    let result = library.connect(context, reader, Self.shared, Self.anyProtocol, &handle, &activeProtocol)
    try check(result)
    self.handle = handle
    return handle
  }

  private mutating func established() throws(CardFailure) -> Int {
    if let context { return context }
    var context = 0
    try check(library.establish(Self.scopeSystem, nil, nil, &context))
    self.context = context
    return context
  }

  private mutating func disconnect() {
    if let handle { _ = library.disconnect(handle, Self.leaveCard) }
    handle = nil
  }

  private func check(_ result: Int) throws(CardFailure) { try PCSCStatus.check(result, reader: reader) }
}
