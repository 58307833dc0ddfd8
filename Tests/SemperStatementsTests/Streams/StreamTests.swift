import SemperCoding
import SemperCryptography
import SemperModel
import Testing

@testable import SemperStatements

@Suite struct StreamTests {
  private static let chunk = StreamHeader.chunkSize

  @Test(arguments: [0, 1, chunk - 1, chunk, chunk + 1, 3 * chunk, 3 * chunk + 5], [1_000, 70_000, 1_000_000])
  func whatIsSealedOpens(_ length: Int, _ pieces: Int) throws {
    let broadcast = try Broadcast(length: length, pieces: pieces)
    #expect(broadcast.frames.count == max(1, (length + Self.chunk - 1) / Self.chunk))
    #expect(broadcast.end.content.length == length)
    for size in [1_000, 65_557, 1 << 20] {
      #expect(try broadcast.open(broadcast.bytes, pieces: size) == broadcast.content)
    }
  }

  @Test func byteByByte() throws {
    let broadcast = try Broadcast(length: 70_000)
    #expect(try broadcast.open(broadcast.bytes, pieces: 1) == broadcast.content)
  }

  @Test func chunksAreHandedOutBeforeTheEnd() throws {
    let broadcast = try Broadcast(length: 3 * Self.chunk)
    var opener = try StreamOpener(header: broadcast.header, key: broadcast.key)
    var count = 0
    try opener.receive(broadcast.frames[0] + broadcast.frames[1]) { _ in count += 1 }
    #expect(count == 2 && !opener.hasEnded)
    #expect(opener.received == Int64(broadcast.frames[0].count + broadcast.frames[1].count))
  }

  enum Attack: String, CaseIterable {
    case cutOffTheLast, cutInsideTheLast, cutOffAll, swap, repeatOne, leaveOneOut, goOnAfterTheEnd, foreignChunk
    case markTheSecondLast, unmarkTheLast, flipABit, emptyEnd

    func change(_ frames: [[UInt8]], _ other: [[UInt8]]) -> [[UInt8]] {
      var frames = frames
      switch self {
      case .cutOffTheLast: frames.removeLast()
      case .cutInsideTheLast: frames[frames.count - 1].removeLast()
      case .cutOffAll: frames = []
      case .swap: frames.swapAt(0, 1)
      case .repeatOne: frames.insert(frames[0], at: 1)
      case .leaveOneOut: frames.remove(at: 1)
      case .goOnAfterTheEnd: frames.append(frames[0])
      case .foreignChunk: frames[1] = other[1]
      case .markTheSecondLast:
        frames.removeLast()
        frames[frames.count - 1][0] = 1
      case .unmarkTheLast: frames[frames.count - 1][0] = 0
      case .flipABit: frames[1][100] ^= 1
      case .emptyEnd: frames[frames.count - 1] = [1, 0, 0, 0, 16] + [UInt8](repeating: 0, count: 16)
      }
      return frames
    }
  }

  @Test(arguments: Attack.allCases, [3 * chunk, 3 * chunk + 9])
  func everyAttackIsNoticed(_ attack: Attack, _ length: Int) throws {
    let broadcast = try Broadcast(length: length)
    let other = try Broadcast(length: length, seed: 2)
    let attacked = attack.change(broadcast.frames, other.frames)
    #expect(attacked != broadcast.frames)
    for pieces in [999, 1 << 20] {
      #expect(throws: Refusal.self) { try broadcast.open(Array(attacked.joined()), pieces: pieces) }
    }
  }

  /// The mark of the last chunk is noticed with the chunk, not only at the end.
  @Test(arguments: [0, 1])
  func aFalseMarkIsNoticedAtOnce(_ number: Int) throws {
    let broadcast = try Broadcast(length: 2 * Self.chunk)
    var frames = broadcast.frames
    frames[number][0] ^= 1
    var opener = try StreamOpener(header: broadcast.header, key: broadcast.key)
    var count = 0
    #expect(throws: Refusal.self) { try opener.receive(Array(frames.joined())) { _ in count += 1 } }
    #expect(count == number)
  }

  /// Also when what follows the end is too short to be a chunk.
  @Test(arguments: [1, 4, 5, 30])
  func nothingFollowsTheEnd(_ count: Int) throws {
    let broadcast = try Broadcast(length: 100)
    let refusal = #expect(throws: Refusal.self) {
      try broadcast.open(broadcast.bytes + [UInt8](repeating: 0, count: count))
    }
    #expect(refusal?.code == .tooLarge)
  }

  /// A chunk of another stream of the same producer does not open, even under the same key.
  @Test func aChunkOpensInItsOwnStreamOnly() throws {
    let broadcast = try Broadcast(length: 100)
    var numbers = SeededGenerator(9)
    let header = StreamHeader(
      producer: broadcast.producer.publicKey, mediaType: broadcast.header.mediaType, key: broadcast.key,
      nonce: Nonce(using: &numbers))
    var opener = try StreamOpener(header: header, key: broadcast.key)
    #expect(throws: Refusal.self) { try opener.receive(broadcast.bytes) { _ in } }
  }

  /// Even who holds the key, as every recipient does, cannot pass off another stream for the producer's.
  @Test func anotherStreamUnderTheSameKeyFailsAtItsEnd() throws {
    let broadcast = try Broadcast(length: 70_000)
    var sealer = StreamSealer(header: broadcast.header, key: broadcast.key)
    let forged = try sealer.append([UInt8](repeating: 7, count: 70_000)) + sealer.finish().frames
    let refusal = #expect(throws: Refusal.self) { try broadcast.open(forged) }
    #expect(refusal?.detail.contains("whose end the producer has signed") == true)
  }

  @Test func anEndOfAnotherStreamIsRefused() throws {
    let broadcast = try Broadcast(length: 100)
    let other = try Broadcast(length: 100, seed: 2)
    var opener = try StreamOpener(header: broadcast.header, key: broadcast.key)
    try opener.receive(broadcast.bytes) { _ in }
    try opener.finish(broadcast.end)
    #expect(throws: Refusal.self) { try opener.finish(other.end) }
    // The same end, signed by somebody else.
    let thief = SigningKey()
    let content = broadcast.end.content
    let stolen = StreamEnd(
      stream: content.stream, root: content.root, length: content.length, chunks: content.chunks,
      producer: thief.publicKey)
    let signed = try VerifiedStatement(signing: stolen, with: [thief])
    #expect(throws: Refusal.self) { try opener.finish(signed) }
  }

  @Test func anotherKeyIsRefusedAtOnce() throws {
    let broadcast = try Broadcast(length: 100)
    let other = try Broadcast(length: 100, seed: 2)
    let refusal = #expect(throws: Refusal.self) { try StreamOpener(header: broadcast.header, key: other.key) }
    #expect(refusal?.code == .lockInvalid)
  }

  @Test func afterARefusalNothingIsTaken() throws {
    let broadcast = try Broadcast(length: 3 * Self.chunk)
    var opener = try StreamOpener(header: broadcast.header, key: broadcast.key)
    #expect(throws: Refusal.self) { try opener.receive(broadcast.frames[1]) { _ in } }
    #expect(throws: Refusal.self) { try opener.receive(broadcast.frames[0]) { _ in } }
    #expect(opener.chunks == 0)
  }

  @Test(arguments: [
    [2, 0, 0, 0, 16], [0, 0, 0, 0, 16], [1, 0, 0, 0, 15], [1, 0, 1, 0, 17], [1, 255, 255, 255, 255],
  ])
  func headsThatNoStreamHasAreRefused(_ head: [UInt8]) throws {
    let broadcast = try Broadcast(length: 100)
    var opener = try StreamOpener(header: broadcast.header, key: broadcast.key)
    let refusal = #expect(throws: Refusal.self) { try opener.receive(head) { _ in } }
    #expect(refusal?.code == .malformed)
  }

  @Test func endsWhoseSizesDisagreeAreRefused() throws {
    let end = try Broadcast(length: 70_000).end.content
    #expect(try StreamEnd(json: end.json) == end)
    for (length, chunks) in [(70_000, 1), (70_000, 3), (-1, 1), (0, 0)] {
      let other = StreamEnd(
        stream: end.stream, root: end.root, length: Int64(length), chunks: chunks, producer: end.producer)
      #expect(throws: CodingError.self) { try StreamEnd(json: other.json) }
    }
    let header = try Broadcast(length: 1).header
    #expect(try StreamHeader(canonicalBytes: header.canonicalBytes) == header)
  }
}
