import SemperArchiveSQLite
public import SemperCertification
import SemperCoding
public import SemperCryptography
public import SemperModel

/// Somebody who signs for a directory without running it, at a home of its own: a holder of a root key, or an evaluator.
public struct MetadataSigner: Sendable {
  let home: RoleHome

  /// Opens the home in this directory, making it and its key at the first start.
  public init(at path: String) throws { home = try RoleHome(at: path) }

  /// Gives the home to whoever opens it next.
  public func close() throws { try home.close() }

  /// The key that the directory's root or a delegation is to name.
  public func publicKey() async throws -> PublicKey { try await home.signingKey().publicKey }

  /// The draft of a root with this signature, and those that it had. A holder signs its first root, those that name it, and the
  /// one that no longer does. Refuses (`malformed`) what is no root, and one that another program has drafted.
  public func signed(_ draft: [UInt8]) async throws -> SignedMetadata<RootMetadata> {
    let root = try SignedMetadata<RootMetadata>(reading: draft)
    guard let signed = try root.cosigned(by: await home.signingKey()) else {
      throw Refusal(.malformed, blame: .peer, "this root was not drafted by this program; have it drafted anew")
    }
    return signed
  }

  /// What an evaluator hands in to a directory that delegates to it: its file over these statements.
  ///
  /// - Parameter version: more than that of the file before it.
  public func submission(
    as name: String, _ statements: [SignedStatement], version: Int, expires: Timestamp
  ) async throws -> DirectoryChanges.Submission {
    var contents = [TargetPath: [UInt8]]()
    for statement in statements {
      contents[try Self.path(of: statement, name)] = statement.canonicalBytes
    }
    let content = TargetsMetadata(
      version: version, expires: expires, targets: contents.mapValues { ListedTarget($0) })
    return DirectoryChanges.Submission(
      of: name, try SignedMetadata(signing: content, with: [await home.signingKey()]), contents: contents)
  }

  private static func path(of statement: SignedStatement, _ name: String) throws -> TargetPath {
    switch statement.kind {
    case .evaluation:
      let evaluation = try VerifiedStatement<Evaluation>(verifying: statement, keys: KeySet())
      return try ServicePath.evaluation(of: evaluation.content.service, by: name)
    case .evaluationStatus: return try ServicePath.status(of: name)
    default:
      throw Refusal(
        .unknownKind, blame: .us,
        "an evaluator hands in evaluations and its status list, no “\(statement.kind.rawValue)”")
    }
  }
}
