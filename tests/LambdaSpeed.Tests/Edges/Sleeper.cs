using LambdaSpeed.Edges;

namespace LambdaSpeed.Tests.Edges;

/// <summary>An end of an edge that nobody steps.</summary>
internal sealed class Sleeper : IWakeable
{
    public void Wake()
    {
        // nobody waits
    }
}
