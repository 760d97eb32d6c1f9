using System.Runtime.InteropServices;
using Xunit;

namespace LambdaSpeed.Package.Tests;

public sealed class NativeAotTests(PackedLibrary library)
{
    private static bool HasLinker => Command.IsFound("clang") || Command.IsFound("gcc");

    [Fact]
    public async Task Consumer_PublishedNative_PrintsTheSame()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && HasLinker, "Native AOT needs Linux with clang or gcc here");
        var folder = library.NewConsumer();

        await Command.DotnetAsync(folder, "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", "out", "-nologo");
        var printed = await Command.RunAsync(Path.Combine(folder, "out", "Consumer"), folder);

        Assert.Equal(PackedLibrary.ExpectedOutput(), printed);
    }

    [Theory]
    [InlineData("WordCount", "44,299 words, 5,312 distinct")]
    [InlineData("SuperWebAnalytics", "2,000 requests, 37,421,542 bytes, 598 page views, 0 malformed lines")]
    public async Task Sample_PublishedNative_Runs(string sample, string expected)
    {
        var project = Repository.PathTo("samples", sample, $"{sample}.csproj");
        Assert.SkipUnless(OperatingSystem.IsLinux() && HasLinker, "Native AOT needs Linux with clang or gcc here");
        var folder = Directory.CreateTempSubdirectory("lambdaspeed-aot-").FullName;

        try
        {
            // the artifacts path keeps this publication away from the ordinary build of the same projects
            await Command.DotnetAsync(
                folder, "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:NativeSample=true",
                "--artifacts-path", Path.Combine(folder, "artifacts"), "-o", Path.Combine(folder, "out"), "-nologo");
            var printed = await Command.RunAsync(Path.Combine(folder, "out", sample), folder);

            Assert.Contains(expected, printed, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
