public import SemperCoding
import SemperCryptography
import SemperModel

/// Terms as their author wrote them, with parameters filled in, the service that they extend put underneath, and every expression in
/// the one spelling in which it is published.
public struct AuthoredTerms: Sendable {
  /// What is checked, compared and, with a seller, signed.
  public let json: JSON
  private let places: AuthoredPlaces

  /// Services that others extend form no longer chain than this.
  static let mostBases = 8

  /// - Parameter base: the terms, as their author wrote them, that are named under `extends`.
  /// Refuses a circle of services that extend one another, parameters that nobody declares or that are out of their bounds, and
  /// expressions that cannot be read.
  public init(_ written: JSON, base: (String) throws -> JSON) throws {
    let (resolved, places) = try Self.resolved(written, base: base, depth: 0)
    self.places = places
    do { json = try TermsSpelling.published(resolved) } catch { throw places.located(error) }
  }

  /// The same finding where its author has to correct something: at the value of a parameter instead of where that is used, which the
  /// message then says.
  public func located(_ finding: Finding) -> Finding {
    guard let found = places.source(of: finding.place) else { return finding }
    return Finding(
      finding.check, finding.severity, at: found.place, "\(finding.message) \(found.words).", fix: finding.fix)
  }

  /// Likewise what was refused.
  public func located(_ error: CodingError) -> CodingError { places.located(error) }

  private static func resolved(
    _ written: JSON, base: (String) throws -> JSON, depth: Int
  ) throws -> (JSON, AuthoredPlaces) {
    guard case .object(var object) = written else {
      throw CodingError(.wrongType, "these are no terms of business: an object with states is expected")
    }
    guard let extended = object["extends"] else {
      let (filled, uses) = try TermsParameters.filled(.object(object))
      return (filled, AuthoredPlaces(written: written, uses: uses))
    }
    guard depth < mostBases else {
      throw CodingError(.tooDeep, "the services extend one another in a chain of more than \(mostBases)").inside(
        "extends")
    }
    let name: String
    do { name = try String(json: extended) } catch { throw error.inside("extends") }
    let extendedTerms = try base(name)
    let settings = object["set"]
    object = object.without(["extends", "set"])
    let (resolvedBase, basePlaces) = try resolved(
      try TermsParameters.set(settings, in: extendedTerms), base: base, depth: depth + 1)
    let inherited = basePlaces.extended(by: written, setting: settings?.object?.members.map(\.name) ?? [])
    let published: JSON
    do { published = try TermsSpelling.published(resolvedBase) } catch { throw inherited.located(error) }
    let digest = Digest(of: CanonicalJSON.encode(published), for: .document)
    guard let service = published["service"], let version = published["version"] else {
      throw CodingError(.missing, "the service “\(name)” has no name or no version").inside("extends")
    }
    let (merged, uses) = try TermsParameters.filled(TermsLayers.over(resolvedBase, .object(object)))
    let places = inherited.adding(uses, in: merged)
    guard case .object(let all) = merged else { return (merged, places) }
    let under = JSON.fields(["digest": digest.json, "service": service, "version": version])
    return (.object(all.with("base", under)), places)
  }
}
