namespace LambdaSpeed.Tasks.Maps;

/// <summary>A component whose work a stage behind it does; it is told and counted under its own name.</summary>
internal sealed class AbsorbedStage(StageContext context) : Stage(context)
{
    public override bool HasInput => false;

    public override void Advance() => throw new InvariantViolationException(
        $"component {Context.Component.Component} was advanced, whose work is done by the one behind it");
}
