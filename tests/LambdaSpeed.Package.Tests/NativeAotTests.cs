using System.Runtime.InteropServices;
using Xunit;

namespace LambdaSpeed.Package.Tests;

public sealed class NativeAotTests(PackedLibrary library)
{
    /// <summary>The sample that is published; without it the consumer's program stands in.</summary>
    private const string Sample = "WordCount";

    /// <summary>What the sample is started with, and a text that it must print.</summary>
    private static readonly string[] SampleArguments = [];

    private const string SampleOutput = "44,299 words, 5,312 distinct";

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

    [Fact]
    public async Task Sample_PublishedNative_Runs()
    {
        var project = Repository.PathTo("samples", Sample, $"{Sample}.csproj");
        Assert.SkipUnless(OperatingSystem.IsLinux() && HasLinker, "Native AOT needs Linux with clang or gcc here");
        Assert.SkipUnless(File.Exists(project), $"there is no samples/{Sample} yet");
        var folder = Directory.CreateTempSubdirectory("lambdaspeed-aot-").FullName;

        try
        {
            // the artifacts path keeps this publication away from the ordinary build of the same projects
            await Command.DotnetAsync(
                folder, "publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:NativeSample=true",
                "--artifacts-path", Path.Combine(folder, "artifacts"), "-o", Path.Combine(folder, "out"), "-nologo");
            var printed = await Command.RunAsync(Path.Combine(folder, "out", Sample), folder, SampleArguments);

            Assert.Contains(SampleOutput, printed, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
