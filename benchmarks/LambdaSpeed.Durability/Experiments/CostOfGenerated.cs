using LambdaSpeed.Durability.Measuring;

namespace LambdaSpeed.Durability.Experiments;

/// <summary>The source costs next to nothing, so that the engine is all there is.</summary>
internal sealed class CostOfGenerated : Cost
{
    public override string Name => "cost";

    public override string Title => "Cost of exactly-once: count by key, from a replayable generator";

    protected override long Prepare(Settings settings, string directory) => settings.Events;

    protected override Func<ISpout<long>> Spout(long total) => () => new LapSpout(Keys, total);
}
