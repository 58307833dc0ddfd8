public import SemperCoding
import SemperCryptography
public import SemperModel

/// Where a directory of services has what: packages under the directory's own targets, evaluations and status lists under the
/// role that is delegated to their evaluator, which has the evaluator's name.
public enum ServicePath {
  private static let evaluations = "evaluations"
  private static let status = "status"

  /// The package of a service.
  public static func package(_ service: Digest) -> TargetPath { path(["packages", "\(name(service)).json"]) }

  /// An evaluator's verdict on a service. Refuses a name that no evaluator has.
  public static func evaluation(of service: Digest, by evaluator: String) throws(CodingError) -> TargetPath {
    path([evaluations, try Delegation.checked(evaluator), "\(name(service)).json"])
  }

  /// An evaluator's list of what it has withdrawn.
  public static func status(of evaluator: String) throws(CodingError) -> TargetPath {
    path([evaluations, try Delegation.checked(evaluator), "\(status).json"])
  }

  /// What a directory delegates to an evaluator: its folder, to its keys, and to nobody else.
  public static func delegation(
    to evaluator: String, keys: [PublicKey], threshold: Int = 1
  ) throws -> (delegation: Delegation, keys: [DirectoryKey]) {
    let keys = try keys.map { try DirectoryKey($0) }
    let delegation = try Delegation(
      evaluator, to: KeyHolders(keys, threshold: threshold),
      paths: [PathPattern("\(evaluations)/\(Delegation.checked(evaluator))/*")])
    return (delegation, keys)
  }

  private static func name(_ service: Digest) -> String { Base64URL.encode(service.bytes) }

  private static func path(_ names: [String]) -> TargetPath {
    do { return try TargetPath(names.joined(separator: "/")) } catch {
      preconditionFailure("names of digests and evaluators are parts of a path: \(error)")
    }
  }
}
