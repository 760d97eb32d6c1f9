namespace LambdaSpeed.Tasks;

/// <summary>Names the component behind a failure that belongs to no tuple.</summary>
internal static class TaskFailures
{
    /// <param name="context">The component.</param>
    /// <param name="what">What failed, as in "its tick".</param>
    /// <param name="exception">What was thrown.</param>
    public static TaskFailedException Of(StageContext context, string what, Exception exception) =>
        Of(context.Component, what, exception);

    public static TaskFailedException Of(ComponentContext component, string what, Exception exception) => new(
        component.Component,
        component.TaskIndex,
        $"Component '{component.Component}', task {component.TaskIndex}, failed in {what}: {exception.Message}",
        exception);

    /// <summary>Calls a stage; what user code throws behind its back (a grouping by fields, a sequence that is disposed) is failed in its
    /// name.</summary>
    public static void Call(Stage stage, Action<Stage> call)
    {
        try
        {
            call(stage);
        }
        catch (Exception exception) when (exception is not LambdaSpeedException)
        {
            throw Of(stage.Context, "handing on its tuples", exception);
        }
    }
}
