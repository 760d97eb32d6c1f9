using Xunit;

namespace LambdaSpeed.Tidy.Tests.Rules;

public sealed class GlossaryRuleTests
{
    [Theory]
    [InlineData("class TupleBatch;")]
    [InlineData("class Edge { int _batchSize; }")]
    [InlineData("class Edge { void SendBatches() { } }")]
    [InlineData("class Edge { void Send(int batch) { } }")]
    public void BatchInAnEngineRoom_Offends(string type) => GlossaryRule.Check(Snippet.InRoom("Edges", "Edge", type)).ShouldOffend(2, "chunk");

    [Theory]
    [InlineData("Lambda", "interface IBatchView;")]
    [InlineData("Edges", "class Edge { object Open() => Foreign.CreateBatch(); }")]
    public void BatchLayer_AndForeignNames_AreFine(string room, string type) =>
        Assert.Empty(GlossaryRule.Check(Snippet.InRoom(room, "Edge", type)));
}
