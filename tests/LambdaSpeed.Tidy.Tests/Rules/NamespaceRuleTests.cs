using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class NamespaceRuleTests
{
    [Theory]
    [InlineData("src/LambdaSpeed/Edges/Chunk.cs", "namespace LambdaSpeed.Edges; class Chunk;")]
    [InlineData("src/LambdaSpeed/Edges/Chunk.cs", "namespace LambdaSpeed; public class Chunk;")]
    [InlineData("src/LambdaSpeed/Run.cs", "namespace LambdaSpeed; class Run;")]
    [InlineData("src/LambdaSpeed.Kafka/KafkaSpout.cs", "namespace LambdaSpeed.Kafka; class KafkaSpout;")]
    [InlineData("src/LambdaSpeed.Kafka/KafkaSpout.cs", "namespace LambdaSpeed; public class KafkaSpout;")]
    [InlineData("src/LambdaSpeed.CodecGenerator/IsExternalInit.cs", "namespace System.Runtime.CompilerServices; class IsExternalInit;")]
    public void FolderOrRootForPublicTypes_IsFine(string path, string text) => Assert.Empty(NamespaceRule.Check(Snippet.One(path, text)));

    [Theory]
    [InlineData("namespace LambdaSpeed; class Chunk;", "is internal and stands in LambdaSpeed")]
    [InlineData("namespace LambdaSpeed.Tasks; class Chunk;", "it is LambdaSpeed.Edges")]
    [InlineData("class Chunk;", "stands in no namespace")]
    public void OtherNamespace_Offends(string text, string saying) =>
        NamespaceRule.Check(Snippet.One("src/LambdaSpeed/Edges/Chunk.cs", text)).ShouldOffend(1, saying);
}
