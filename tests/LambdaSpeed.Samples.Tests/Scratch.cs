using System.IO.Compression;

namespace LambdaSpeed.Samples.Tests;

/// <summary>A folder of a test's own.</summary>
public sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("lambdaspeed-samples-").FullName;

    public string PathTo(string name) => Path.Combine(Folder, name);

    public byte[] Read(string name) => File.ReadAllBytes(PathTo(name));

    public string ReadText(string name) => File.ReadAllText(PathTo(name));

    public string Write(string name, string content)
    {
        File.WriteAllText(PathTo(name), content);
        return PathTo(name);
    }

    public string WritePacked(string name, string content)
    {
        using var writer = new StreamWriter(new GZipStream(File.Create(PathTo(name)), CompressionLevel.Fastest));
        writer.Write(content);
        return PathTo(name);
    }

    /// <summary>The unpacked content of a gzip file.</summary>
    public static byte[] Unpack(string path)
    {
        using var packed = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var content = new MemoryStream();
        packed.CopyTo(content);
        return content.ToArray();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
