<h1>{{=intake.before.title}}</h1>
<p class="lead">{{WHO}}</p>
{{#ABOUT}}<p>{{SENTENCE}}</p>{{/ABOUT}}
<p class="actions"><a class="button" href="/{{=language}}/return">{{=intake.before.return}}</a></p>
<h2>{{=intake.before.read_title}}</h2>
<div class="note"><p>{{=clerk.before.read}}</p><p>{{=clerk.before.read_server}}</p><p>{{=clerk.before.read_people}}</p></div>
{{#OTHERS}}<p>{{=clerk.before.other}}</p><ul>{{#OTHER}}<li><a href="{{WHERE}}" rel="noreferrer">{{WHERE}}</a></li>{{/OTHER}}</ul>{{/OTHERS}}
<h2>{{=intake.before.keep_title}}</h2>
<p>{{=intake.before.keep}} {{=clerk.before.minutes}}</p>
<h2>{{=intake.before.cannot_title}}</h2>
<ul><li>{{=intake.before.cannot_1}}</li><li>{{=intake.before.cannot_2}}</li><li>{{=intake.before.cannot_3}}</li><li>{{=intake.before.cannot_4}}</li></ul>
<p class="note">{{=intake.before.emergency}}</p>
<p>{{=intake.before.need}}</p>
<p class="actions"><a class="button main" href="/{{=language}}/write">{{=intake.before.start}}</a></p>
<p class="actions"><a class="button" href="/{{=language}}/cards">{{=intake.cards.open}}</a> <a class="button" href="/{{=language}}/us">{{=intake.us.open}}</a></p>
<p class="hint">{{=clerk.leave_hint}}</p>
