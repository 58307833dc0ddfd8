import Foundation

/// The directory that opened content is written to: filled beside its place and moved there when it is complete.
struct TargetDirectory: Sendable {
  let path: String
  let manifest: ContentManifest
  /// Where the files are written first. A crash leaves it behind, and the next attempt replaces it.
  let staging: String

  init(_ path: String, manifest: ContentManifest) {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = path
    self.manifest = manifest
    staging = path + ".opening"
  }

  var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Makes all directories and all files in their full length.
  func beginWriting() throws(StatementsError) {
    try giveUp()
    try makeDirectory(staging)
    for file in manifest.files {
      let path = ContentFiles.path(of: file, in: staging)
      try makeDirectory(URL(filePath: path).deletingLastPathComponent().path)
      try OpenFile(path, .write).resize(to: file.length)
    }
  }

  /// Returns when everything is on the disk under its final name.
  func finishWriting() throws(StatementsError) {
    var directories: Set = [staging]
    for file in manifest.files {
      let path = ContentFiles.path(of: file, in: staging)
      try OpenFile(path, .write).synchronize()
      var directory = staging
      for part in file.path.parts.dropLast() {
        directory += "/" + part
        directories.insert(directory)
      }
    }
    for directory in directories { try OpenFile.synchronizeDirectory(directory) }
    try OpenFile.rename(staging, to: path)
    try OpenFile.synchronizeDirectory(URL(filePath: path).deletingLastPathComponent().path)
  }

  func giveUp() throws(StatementsError) {
    guard FileManager.default.fileExists(atPath: staging) else { return }
    do {
      try FileManager.default.removeItem(atPath: staging)
    } catch {
      throw StatementsError(.storage, "\(staging) cannot be removed: \(error)")
    }
  }

  private func makeDirectory(_ path: String) throws(StatementsError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw StatementsError(.storage, "the directory \(path) cannot be made: \(error)")
    }
  }
}
