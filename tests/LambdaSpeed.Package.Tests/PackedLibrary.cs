using System.IO.Compression;
using System.Xml.Linq;
using LambdaSpeed.Package.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(PackedLibrary))]

namespace LambdaSpeed.Package.Tests;

/// <summary>The library, packed once into a folder of its own outside of the solution.</summary>
public sealed class PackedLibrary : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-package-");
    private int _consumers; // consumers made so far, to name the next folder

    /// <summary>The folder that holds the packages; a package source.</summary>
    public string Source => Path.Combine(_folder.FullName, "source");

    /// <summary>The version that was packed.</summary>
    public string Version => (string)Specification().Descendants().Single(node => node.Name.LocalName == "version");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Source);
        await Command.DotnetAsync(
            Repository.PathTo("src", "LambdaSpeed"), "pack", "--no-build", "-c", Repository.Configuration, "-o", Source, "-nologo");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The names of the files in the package.</summary>
    public IReadOnlyList<string> Files() => Read("*.nupkg", archive => archive.Entries.Select(entry => entry.FullName).ToList());

    /// <summary>The names of the files in the symbol package.</summary>
    public IReadOnlyList<string> SymbolFiles() => Read("*.snupkg", archive => archive.Entries.Select(entry => entry.FullName).ToList());

    /// <summary>The package's own description.</summary>
    public XDocument Specification() =>
        Read("*.nupkg", archive =>
        {
            using var content = archive.GetEntry("LambdaSpeed.nuspec")!.Open();
            return XDocument.Load(content);
        });

    /// <summary>Writes a user's project that knows the package only; the text comes from the folder <c>Consumer</c>.</summary>
    /// <returns>The project's folder.</returns>
    public string NewConsumer()
    {
        var folder = _folder.CreateSubdirectory($"consumer{Interlocked.Increment(ref _consumers)}").FullName;
        foreach (var template in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Consumer"), "*.txt"))
        {
            var text = File.ReadAllText(template)
                .Replace("{Version}", Version, StringComparison.Ordinal)
                .Replace("{Source}", Source, StringComparison.Ordinal)
                .Replace("{Fallback}", Fallback(), StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, Path.GetFileNameWithoutExtension(template)), text);
        }

        return folder;
    }

    /// <summary>What a consumer's program must print.</summary>
    public static string ExpectedOutput() =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Consumer", "Output.txt")).ReplaceLineEndings("\n");

    private T Read<T>(string pattern, Func<ZipArchive, T> read)
    {
        using var archive = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(Source, pattern)));
        return read(archive);
    }

    private static string Fallback()
    {
        var machine = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var holdsTheLibrary = Directory.Exists(Path.Combine(machine, "lambdaspeed"));
        return Directory.Exists(machine) && !holdsTheLibrary ? $"<add key=\"machine\" value=\"{machine}\" />" : "";
    }
}
