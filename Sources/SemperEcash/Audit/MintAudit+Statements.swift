import SemperArchive
import SemperBank
import SemperCoding
import SemperCryptography
import SemperModel

extension MintAudit {
  private static let batch = 500

  /// The mint's statements hold for the books as they are, follow each other, and are those that others have kept.
  mutating func readStatements(_ reader: any RecordReader, _ mint: PublicKey, _ seen: [SignedStatement]) throws {
    var own: [Int: Digest] = [:]
    var last: VerifiedStatement<MintStatement>?
    var counts = MintCounts()
    while true {
      let batch = try reader.entries(of: MintTables.statements, from: statements, limit: Self.batch)
      for bytes in batch {
        let number = statements
        statements += 1
        guard let statement = Self.verified(bytes, mint), statement.content.number == number else {
          findings.append(MintFinding(.changedLog, "statement \(number) is not the mint's word"))
          continue
        }
        own[number] = statement.digest
        try hold(statement.content, after: last, &counts, reader)
        last = statement
      }
      if batch.count < Self.batch { break }
    }
    for signed in seen {
      guard let statement = try? VerifiedStatement<MintStatement>(verifying: signed, keys: KeySet([mint])),
        statement.content.mint == mint.thumbprint
      else {
        findings.append(MintFinding(.forkedStatement, "a statement that was kept elsewhere is not this mint's word"))
        continue
      }
      let number = statement.content.number
      guard own[number] != statement.digest else { continue }
      findings.append(
        MintFinding(
          .forkedStatement,
          own[number] == nil
            ? "the mint has made statement \(number), and these books do not hold it"
            : "the mint has made two different statements of number \(number)"))
    }
  }

  private static func verified(_ bytes: [UInt8], _ mint: PublicKey) -> VerifiedStatement<MintStatement>? {
    guard let json = try? CanonicalJSON.parse(bytes, limits: .statement(bytes: 1 << 20)),
      let signed = try? SignedStatement(json: json)
    else { return nil }
    return try? VerifiedStatement(verifying: signed, keys: KeySet([mint]))
  }

  private mutating func hold(
    _ statement: MintStatement, after last: VerifiedStatement<MintStatement>?, _ counts: inout MintCounts,
    _ reader: any RecordReader
  ) throws {
    let number = statement.number
    if statement.previous != last?.digest || statement.from != last?.content.size ?? 0 {
      findings.append(
        MintFinding(.forkedStatement, "statement \(number) does not follow from the one before in these books"))
    }
    var tree = MerkleAccumulator(nodes: .logNode)
    var next = statement.from
    while next < statement.size {
      let entries = try reader.entries(of: MintTables.log, from: next, limit: min(Self.batch, statement.size - next))
      if entries.isEmpty { break }
      for bytes in entries {
        tree.append(MintLogEntry.leaf(bytes))
        if let entry = try? MintLogEntry(canonicalBytes: bytes) { counts.add(entry) }
      }
      next += entries.count
    }
    if next < statement.size || tree.root != statement.root || counts.circulation != statement.circulation {
      findings.append(
        MintFinding(.changedLog, "the log is not what statement \(number) of \(statement.issued) vouches for"))
    }
    if try Ledger.chain(after: statement.ledger, reader) != statement.ledgerHead {
      findings.append(
        MintFinding(.changedLog, "the ledger is not what statement \(number) of \(statement.issued) vouches for"))
    }
  }
}
