import SemperCryptography
public import SemperModel

/// What a module says about a closed batch: how many records, what they add up to, their Merkle root, under its seal.
public struct ModuleBatch: Hashable, Sendable {
  static let size = 4 + 2 + 8 + Digest.size + Seal.size

  /// The collection counter: batches of a module are numbered from 1.
  public let counter: UInt32
  public let count: UInt16
  /// Minor units; cancellations are subtracted.
  public let total: UInt64
  public let root: Digest
  public let seal: Seal

  /// Closes a batch. - Precondition: there are records, and they add up to no less than zero.
  init(_ records: [ModuleRecord], counter: UInt32, module: CardNumber, key: CardKey) {
    self.counter = counter
    count = UInt16(records.count)
    total = UInt64(records.reduce(0) { $0 + $1.units })
    root = Self.root(of: records)
    seal = key.seal(Self.message(module, counter, count, total, root))
  }

  fileprivate init(counter: UInt32, count: UInt16, total: UInt64, root: Digest, seal: Seal) {
    self.counter = counter
    self.count = count
    self.total = total
    self.root = root
    self.seal = seal
  }

  static func root(of records: [ModuleRecord]) -> Digest {
    MerkleTree(nodes: .collectionNode).root(of: records.map { Digest(of: $0.bytes, for: .collectionLeaf) })
  }

  private static func message(
    _ module: CardNumber, _ counter: UInt32, _ count: UInt16, _ total: UInt64, _ root: Digest
  ) -> [UInt8] {
    [0x56] + module.bytes + counter.field + count.field + total.field + root.bytes
  }

  func isSealed(by module: CardNumber, _ key: CardKey) -> Bool {
    seal == key.seal(Self.message(module, counter, count, total, root))
  }

  /// The acquirer's answer, upon which the module forgets the batch.
  func acknowledgement(to module: CardNumber, _ key: CardKey) -> Seal {
    key.seal([0x57] + module.bytes + counter.field + root.bytes)
  }

  var bytes: [UInt8] { counter.field + count.field + total.field + root.bytes + seal.bytes }
}

extension FieldReader {
  mutating func moduleBatch() -> ModuleBatch {
    ModuleBatch(
      counter: integer(), count: integer(), total: integer(), root: reference(), seal: seal())
  }
}
