import Foundation
import Testing

/// A course of more than 100 MB is delivered, over a network that never brings it in one piece.
@Suite(.serialized) struct DeliveryTests {
  private static let course = "signals-lab"
  private static let least = 100_000_000

  /// Each answer ends after a third of the course, so that only a download that goes on where it stopped ever ends; in the
  /// middle of it the wallet is killed.
  @Test("a built course of 130 MB arrives over a line that is cut again and again, and a wallet that is killed")
  func largeCourse() throws {
    let folder = DemoFolder()
    let content = folder.path + "-content"
    defer { try? FileManager.default.removeItem(atPath: content) }
    let build = try SemperProgram.run(
      ["python3", SemperProgram.root + "/courses/build.py", "--course", Self.course, "--out", content],
      program: "/usr/bin/env")
    #expect(build.status == 0, "\(build.errors)")
    let run = try folder.demo(["--fail", "cut-download", "--courses", content, "--course", Self.course])
    #expect(run.status == 0, "\(run.output) \(run.errors)")
    let result = try run.object()
    #expect(result["outcome"] as? String == "completed" && result["fair"] as? Bool == true)
    let buyer = try #require(result["buyerHolds"] as? [[String: Any]])
    #expect(buyer.contains { $0["kind"] as? String == "goods" })
    let deals = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/wallet/goods")
    let bought = try #require(deals.first.map { folder.path + "/wallet/goods/" + $0 })
    #expect(deals.count == 1 && Self.bytes(in: bought) > Self.least)
    #expect(
      FileManager.default.contentsEqual(
        atPath: bought + "/film/sampling.y4m", andPath: "\(content)/\(Self.course)/film/sampling.y4m"))
    // Nothing that was needed on the way is left.
    let parts = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/wallet/blobs")
      .filter { Self.bytes(in: folder.path + "/wallet/blobs/" + $0) > Self.least }
    #expect(parts.isEmpty)
  }

  private static func bytes(in path: String) -> Int {
    let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return (inside.map { path + "/" + $0 } + [path]).reduce(0) { sum, file in
      let attributes = try? FileManager.default.attributesOfItem(atPath: file)
      guard attributes?[.type] as? FileAttributeType == .typeRegular else { return sum }
      return sum + ((attributes?[.size] as? NSNumber)?.intValue ?? 0)
    }
  }
}
