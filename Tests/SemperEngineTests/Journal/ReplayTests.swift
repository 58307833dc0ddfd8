import SemperCoding
import SemperEngine
import SemperModel
import Testing

@Suite struct ReplayTests {
  @Test func replayGivesTheSameStateAndTimes() throws {
    var machine = Errands()
    try Replay.restore(&machine, from: entries([.order("a"), .order("b"), .done("a")]))
    #expect(machine.open == ["b"])
    #expect(machine.times == [1, 2, 3].map { Timestamp(seconds: $0) })
  }

  @Test func anEmptyJournalIsAFreshMachine() throws {
    var machine = Errands()
    try Replay.restore(&machine, from: [])
    #expect(machine == Errands())
  }

  @Test(arguments: [("errands", 2), ("errands", 4), ("errand", 3), ("Errands", 3)])
  func anotherMachineOrVersionIsRefused(_ name: String, _ version: Int) {
    expectCorrupt([entry(0, header(name, version))])
  }

  @Test func aMissingEntryIsNoticed() {
    var all = entries([.order("a"), .order("b"), .done("a")])
    all.remove(at: 2)
    expectCorrupt(all)
    expectCorrupt(Array(entries([.order("a")]).dropFirst()))
  }

  @Test func reorderedAndRepeatedEntriesAreNoticed() {
    var all = entries([.order("a"), .order("b")])
    all.swapAt(1, 2)
    expectCorrupt(all)
    expectCorrupt(entries([.order("a")]) + [entry(1, Errands.Event.order("a").canonicalBytes)])
  }

  @Test(arguments: [
    "", "null", "[]", "[\"order\"]", "[\"order\",\"a\",\"b\"]", "[\"fly\",\"a\"]", "[ \"order\",\"a\"]", "{}",
    "[\"order\",\"a\"]x",
  ])
  func whatIsNoEventIsRefused(_ text: String) {
    expectCorrupt([entry(0, header("errands", 3)), entry(1, Array(text.utf8))])
  }

  @Test(arguments: ["", "{}", "{\"machine\":{\"name\":\"errands\",\"version\":3},\"more\":1}", "[\"order\",\"a\"]"])
  func whatIsNoHeaderIsRefused(_ text: String) {
    expectCorrupt([entry(0, Array(text.utf8))])
  }

  private func expectCorrupt(_ entries: [JournalEntry], _ location: SourceLocation = #_sourceLocation) {
    var machine = Errands()
    let error = #expect(throws: JournalError.self, sourceLocation: location) {
      try Replay.restore(&machine, from: entries)
    }
    #expect(error?.code == .corrupt, sourceLocation: location)
  }

  private func entries(_ events: [Errands.Event]) -> [JournalEntry] {
    let bytes = [header("errands", 3)] + events.map(\.canonicalBytes)
    return bytes.enumerated().map { entry($0.offset, $0.element) }
  }

  private func entry(_ number: Int, _ bytes: [UInt8]) -> JournalEntry {
    JournalEntry(sequence: number, time: Timestamp(seconds: Int64(number)), bytes: bytes)
  }

  private func header(_ name: String, _ version: Int) -> [UInt8] {
    Array("{\"machine\":{\"name\":\"\(name)\",\"version\":\(version)}}".utf8)
  }
}
