import Foundation
import SemperArchive
import SemperCertification
import SemperCoding
import SemperCryptography
import SemperModel
import SemperTesting

/// The files of a directory at one moment, for any client of The Update Framework.
struct Shelf: DirectorySource {
  var files: [String: [UInt8]]

  func file(_ path: String, largest: Int) async throws -> [UInt8]? {
    guard let bytes = files[path] else { return nil }
    guard bytes.count <= largest else {
      throw Refusal(.tooLarge, blame: .provider, "\(path) has more than \(largest) bytes")
    }
    return bytes
  }

  /// What one client sees, look after look.
  struct Look: Sendable {
    let shelf: Shelf
    let time: Timestamp
    let paths: [TargetPath]
  }

  /// What comes of a look: whether it was refused, how far the root went, and what was found.
  struct Finding: Equatable {
    var isRefused = false
    var root = 0
    var contents: [String: [UInt8]?] = [:]
  }

  /// By our client, with the codes of its refusals.
  static func ours(_ root: [UInt8], _ looks: [Look]) async throws -> (findings: [Finding], codes: [RefusalCode?]) {
    let records = InMemoryArchive().records
    var (findings, codes) = ([Finding](), [RefusalCode?]())
    for look in looks {
      let client = ServiceDirectoryClient(look.shelf, records: records)
      var finding = Finding()
      let refusal = try await refusal {
        try await client.begin(trusting: root)
        try await client.refresh(at: look.time)
        for path in look.paths {
          finding.contents[path.text] = .some(try await client.content(at: path, at: look.time))
        }
      }
      finding.isRefused = refusal != nil
      finding.root = try await TrustedRootNumber.stored(in: records)
      findings.append(finding)
      codes.append(refusal?.code)
    }
    return (findings, codes)
  }

  /// The same stories by PyPI's `tuf`.
  static func theirs(_ stories: [(root: [UInt8], looks: [Look])]) throws -> [[Finding]] {
    let tasks = stories.map { story -> JSON in
      .fields([
        "do": "follow".json, "root": base64(story.root),
        "steps": .array(
          story.looks.map { look in
            .fields([
              "files": .object(JSONObject(look.shelf.files.map { ($0.key, base64($0.value)) })),
              "targets": look.paths.map(\.text).json, "time": look.time.json,
            ])
          }),
      ])
    }
    return try ask(tasks).map { try [JSON](json: $0).map(Finding.init) }
  }

  static func ask(_ tasks: [JSON]) throws -> [JSON] {
    let answer = try Oracle.python("directory", CanonicalJSON.encode(.array(tasks)))
    return try [JSON](json: CanonicalJSON.parse(answer, limits: DecodingLimits(bytes: 64 << 20, members: 1_000_000)))
  }

  static func base64(_ bytes: [UInt8]) -> JSON { Data(bytes).base64EncodedString().json }

  static func bytes(_ json: JSON) throws -> [UInt8] {
    guard let data = Data(base64Encoded: try String(json: json)) else {
      throw CodingError(.wrongForm, "base64 is expected")
    }
    return Array(data)
  }
}

extension Shelf.Finding {
  /// What the oracle answers to a step.
  init(_ json: JSON) throws {
    var fields = try ObjectReader(json)
    let error: JSON = try fields.value("error")
    isRefused = error != .null
    root = try fields.value("root")
    for member in try fields.value("targets", as: JSON.self).object?.members ?? [] {
      contents[member.name] = .some(member.value == .null ? nil : try Shelf.bytes(member.value))
    }
  }
}
