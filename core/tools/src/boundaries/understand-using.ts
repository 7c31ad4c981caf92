import { Visitor } from '@swc/core/Visitor.js';

// oxlint-disable-next-line typescript/no-deprecated -- dependency-cruiser walks with this visitor and has no other
const { prototype } = Visitor;
// oxlint-disable-next-line typescript/unbound-method -- called with its visitor below
const visitKnown = prototype.visitStatement;

type Statement = Parameters<typeof prototype.visitStatement>[0];

/** What swc parses `using schema = …` into; its visitor and its types do not know the statement yet. */
interface UsingDeclaration {
  type: 'UsingDeclaration';
  decls: Parameters<typeof prototype.visitVariableDeclarators>[0];
}

/** Teaches swc's visitor that `using` declares variables, so that a file that says it can be cruised. */
export function understandUsing(): void {
  prototype.visitStatement = function visitStatement(statement: Statement | UsingDeclaration): Statement {
    if (statement.type !== 'UsingDeclaration') return visitKnown.call(this, statement);
    statement.decls = this.visitVariableDeclarators(statement.decls);
    return statement as unknown as Statement;
  };
}
