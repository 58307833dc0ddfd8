public import SemperCoding
import SemperCryptography
import SemperModel

/// Terms as their author wrote them, with parameters filled in, the service that they extend put underneath, and every expression in
/// the one spelling in which it is published.
public struct AuthoredTerms: Sendable {
  /// What is checked, compared and, with a seller, signed.
  public let json: JSON

  /// Services that others extend form no longer chain than this.
  static let mostBases = 8

  /// - Parameter base: the terms, as their author wrote them, that are named under `extends`.
  /// Refuses a circle of services that extend one another, parameters that nobody declares or that are out of their bounds, and
  /// expressions that cannot be read.
  public init(_ written: JSON, base: (String) throws -> JSON) throws {
    json = try TermsSpelling.published(Self.resolved(written, base: base, depth: 0))
  }

  private static func resolved(_ written: JSON, base: (String) throws -> JSON, depth: Int) throws -> JSON {
    guard case .object(var object) = written else {
      throw CodingError(.wrongType, "these are no terms of business: an object with states is expected")
    }
    guard let extended = object["extends"] else { return try TermsParameters.filled(.object(object)) }
    guard depth < mostBases else {
      throw CodingError(.tooDeep, "the services extend one another in a chain of more than \(mostBases)").inside(
        "extends")
    }
    let name: String
    do { name = try String(json: extended) } catch { throw error.inside("extends") }
    let under = try base(name)
    let settings = object["set"]
    object = object.without(["extends", "set"])
    let resolvedBase = try resolved(try TermsParameters.set(settings, in: under), base: base, depth: depth + 1)
    let published = try TermsSpelling.published(resolvedBase)
    let digest = Digest(of: CanonicalJSON.encode(published), for: .document)
    guard let service = published["service"], let version = published["version"] else {
      throw CodingError(.missing, "the service “\(name)” has no name or no version").inside("extends")
    }
    let merged = TermsLayers.over(resolvedBase, .object(object))
    guard case .object(let all) = try TermsParameters.filled(merged) else { return merged }
    return .object(
      all.with("base", .fields(["digest": digest.json, "service": service, "version": version])))
  }
}
